using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>Something that happens in an office, step by step.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Ends">How each call ended, as <c>100 transferred</c>; one for each call that an operator saw.</param>
/// <param name="Play">Does one step at a time, and names it.</param>
internal sealed record Story(string Name, string[] Ends, Func<EmulatedPbx, IEnumerable<string>> Play)
{
    /// <summary>What the office of all stories is like.</summary>
    public static EmulatedPbxOptions Office(AsteriskRelease asterisk, string secret) => new()
    {
        Asterisk = asterisk,
        Secret = secret,
        Operators =
        [
            new("100", "Call Centre"), new("101", "Ivan Petrov"), new("102", "Пётр Сидоров"), new("103", "Olga Smirnova"),
            new("104", "Anna Belova") { Phones = ["104", "104-soft", "104-mobile"] },
            new("107", "Nina Morozova"), new("108", "Anton Volkov"),
        ],
        Queues = new Dictionary<string, IReadOnlyList<string>> { ["support"] = ["101", "102", "103"], ["localq"] = ["107", "108"] },
        LocalQueues = ["localq"],
    };
}
