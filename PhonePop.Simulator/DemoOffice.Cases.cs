using PhonePop.Simulator.Scenarios;

namespace PhonePop.Simulator;

// The cases that other products get wrong, one a button.
public sealed partial class DemoOffice
{
    private const string HostileName = "<script>alert('O\"Neil: Event: Hangup')</script>";

    /// <summary>A caller whose name is markup and quotes calls this extension.</summary>
    public Task HostileNameAsync(string extension) =>
        Play((stage, stop) => DemoStories.RingAsync(stage, stage.UnknownNumber(), HostileName, extension, stop));

    /// <summary>A customer rings this extension and a colleague, who answers first.</summary>
    public Task QuickerColleagueAsync(string extension) =>
        Play((stage, stop) => DemoStories.QuickerColleagueAsync(stage, Number(stage), extension, Colleague(extension), stop));

    /// <summary>The queue that this extension works in rings, stops after some seconds, and rings again.</summary>
    public Task QueueAgainAsync(string extension)
    {
        var queue = Pbx.Queues.First(q => q.Value.Contains(extension)).Key;
        return Play((stage, stop) => DemoStories.QueueAgainAsync(stage, Number(stage), queue, stop));
    }

    /// <summary>A colleague calls this extension and transfers a customer to it while it still rings.</summary>
    public Task RingingTransferAsync(string extension) =>
        Play((stage, stop) => DemoStories.RingingTransferAsync(stage, Number(stage), Colleague(extension), extension, stop));

    /// <summary>A colleague consults this extension by feature code (<c>*2</c>) and hands the customer over.</summary>
    public Task CodeTransferAsync(string extension) =>
        Play((stage, stop) => DemoStories.CodeTransferAsync(stage, Number(stage), Colleague(extension), extension, stop));

    /// <summary>A customer rings a colleague, whose phone sends the call to this extension.</summary>
    public Task DeflectAsync(string extension) =>
        Play((stage, stop) => DemoStories.DeflectAsync(stage, Number(stage), Colleague(extension), extension, stop));

    /// <summary>A customer rings this extension, and after some seconds a colleague picks the call up.</summary>
    public Task PickedUpAsync(string extension) =>
        Play((stage, stop) => DemoStories.PickedUpAsync(stage, Number(stage), extension, Colleague(extension), stop));

    /// <summary>A colleague parks a customer, and this extension fetches the call.</summary>
    public Task ParkedAsync(string extension) =>
        Play((stage, stop) => DemoStories.ParkedAsync(stage, Number(stage), Colleague(extension), extension, stop));

    /// <summary>A colleague calls this extension.</summary>
    public Task InternalCallAsync(string extension) => Play((stage, stop) => DemoStories.InternalAsync(stage, Colleague(extension), extension, stop));

    /// <summary>This extension's own phone rings, and when it is answered a customer is dialled, who answers.</summary>
    public Task ClickToDialAsync(string extension) => Play((stage, stop) => DemoStories.ClickToDialAsync(stage, Number(stage), extension, stop));

    /// <summary>This extension dials a customer, who answers.</summary>
    public Task OutboundCallAsync(string extension) => Play((stage, stop) => DemoStories.OutboundAsync(stage, Number(stage), extension, stop));

    /// <summary>A customer, a colleague and this extension are in a conference.</summary>
    public Task ConferenceAsync(string extension) =>
        Play((stage, stop) => DemoStories.ConferenceAsync(stage, Number(stage), extension, Colleague(extension), stop));

    /// <summary>A customer talks to this extension and holds for some seconds.</summary>
    public Task CustomerHoldsAsync(string extension) => Play((stage, stop) => DemoStories.CustomerHoldsAsync(stage, Number(stage), extension, stop));

    /// <summary>A customer talks to this extension while a colleague listens: nothing changes for anybody.</summary>
    public Task SpiedAsync(string extension) =>
        Play((stage, stop) => DemoStories.SpiedAsync(stage, Number(stage), extension, Colleague(extension), stop));

    /// <summary>The PBX restarts in the middle of everything: all calls are gone.</summary>
    public Task RestartAsync()
    {
        Pbx.Restart();
        return Task.CompletedTask;
    }
}
