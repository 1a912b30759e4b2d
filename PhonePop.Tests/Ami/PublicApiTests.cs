using System.Reflection;
using System.Runtime.CompilerServices;
using PhonePop.Ami.Connection;

namespace PhonePop.Tests.Ami;

/// <summary>What the library shows to the outside is approved as a text, so that nothing becomes public, or vanishes, by accident.</summary>
public sealed class PublicApiTests
{
    const string Accept = "PHONEPOP_ACCEPT_PUBLIC_API";

    [Fact]
    public void The_public_API_is_what_was_approved()
    {
        var file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "PublicApi.approved.txt");
        var actual = typeof(AmiSession).Assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal).SelectMany(Describe).ToList();
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllLines(file, actual);
        }

        var approved = File.ReadAllLines(file);
        var changes = actual.Except(approved).Select(l => "+ " + l).Concat(approved.Except(actual).Select(l => "- " + l)).ToList();

        Assert.True(changes.Count == 0, $"The public API of PhonePop.Ami has changed:\n{string.Join('\n', changes)}\nIf that is meant, run this test once with {Accept}=1 and commit {Path.GetFileName(file)}.");
    }

    static IEnumerable<string> Describe(Type type)
    {
        yield return $"{Kind(type)} {Name(type)}{(type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum) ? " : " + Name(b) : "")}";
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetMembers(own).Where(m => m is not Type && m.GetCustomAttribute<CompilerGeneratedAttribute>() is null).Select(Describe);
        foreach (var member in members.OfType<string>().Order(StringComparer.Ordinal))
        {
            yield return $"{Name(type)}.{member}";
        }
    }

    static string Kind(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsSealed ? "sealed class" : "class";

    static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo c => $"new({Parameters(c)})",
        PropertyInfo p => $"{p.Name} {{{(p.GetMethod?.IsPublic == true ? " get;" : "")}{(p.SetMethod?.IsPublic == true ? " set;" : "")} }} : {Name(p.PropertyType)}",
        MethodInfo { IsSpecialName: false } m => $"{m.Name}({Parameters(m)}) : {Name(m.ReturnType)}",
        FieldInfo { IsSpecialName: false } f => $"{f.Name} : {Name(f.FieldType)}",
        EventInfo e => $"event {e.Name} : {Name(e.EventHandlerType!)}",
        _ => null,
    };

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}"));

    static string Name(Type type) =>
        type.IsByRef ? "ref " + Name(type.GetElementType()!)
        : !type.IsGenericType ? type.Namespace?.StartsWith("PhonePop", StringComparison.Ordinal) == true ? type.FullName! : type.Name
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";

    static string ThisFile([CallerFilePath] string path = "") => path;
}
