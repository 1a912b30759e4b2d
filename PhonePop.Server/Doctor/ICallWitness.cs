using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;

namespace PhonePop.Server.Doctor;

/// <summary>Something that was learned about a test call.</summary>
internal abstract record Evidence;

/// <summary>A channel rings.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Reading">Whose device it is.</param>
/// <param name="ByEvent">True when an event said so, false when a list did.</param>
internal sealed record Rang(string Channel, DeviceReading Reading, bool ByEvent) : Evidence;

/// <summary>PhonePop's model shows the call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Seat">Who sits at its extension.</param>
/// <param name="Match">What the number led to so far.</param>
internal sealed record Seen(Call Call, Seat Seat, MatchFinding Match) : Evidence;

/// <summary>The call went to the hub, or a browser showed it.</summary>
internal sealed record Popped(PopRecord Pop) : Evidence;

/// <summary>Time went by.</summary>
internal sealed record Tick : Evidence;

/// <summary>The doctor's connection to the PBX ended.</summary>
internal sealed record LineLost : Evidence;

/// <summary>Who sits at an extension.</summary>
/// <param name="Account">The name of a user with that extension, or null: nobody has it.</param>
/// <param name="Browsers">How many browsers listen for its calls; null where that cannot be known.</param>
internal sealed record Seat(string? Account, int? Browsers);

/// <summary>The side that runs the doctor: the server sees a call all the way to the screen, the command line as far as the customer.</summary>
internal interface ICallWitness
{
    /// <summary>True where <see cref="Popped"/> will come.</summary>
    bool SeesScreens { get; }

    /// <summary>What happens to calls of this PBX from now on, and those that ring already.</summary>
    IAsyncEnumerable<Evidence> WatchAsync(string pbx, CancellationToken cancellationToken);
}
