namespace PhonePop.Simulator.Replay;

/// <summary>One channel as far as the recording has told by now. Text is Latin-1: the recorded bytes.</summary>
internal sealed class ReplayedChannel(string uniqueid)
{
    public string Uniqueid { get; } = uniqueid;

    public string Linkedid { get; set; } = uniqueid;

    public string Name { get; set; } = "";

    public string State { get; set; } = "0";

    public string StateText { get; set; } = "Down";

    public string Number { get; set; } = "";

    public string CallerName { get; set; } = "";

    public string ConnectedNumber { get; set; } = "";

    public string ConnectedName { get; set; } = "";

    public string Language { get; set; } = "en";

    public string AccountCode { get; set; } = "";

    public string Context { get; set; } = "";

    public string Exten { get; set; } = "";

    public string Priority { get; set; } = "1";

    public string Application { get; set; } = "";

    public string ApplicationData { get; set; } = "";

    /// <summary>Empty when in none; the old dialect has none.</summary>
    public string BridgeId { get; set; } = "";

    /// <summary>The old dialect's link: the Uniqueid of the other channel.</summary>
    public string BridgedWith { get; set; } = "";

    public int SinceMs { get; init; }
}
