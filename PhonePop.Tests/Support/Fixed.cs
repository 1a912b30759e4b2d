using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PhonePop.Tests.Support;

/// <summary>Settings that never change.</summary>
public sealed class Fixed<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}

public static class FixedExtensions
{
    /// <summary>Registers settings for who would follow them.</summary>
    public static IServiceCollection AddFixed<T>(this IServiceCollection services, T value) => services.AddSingleton<IOptionsMonitor<T>>(new Fixed<T>(value));
}
