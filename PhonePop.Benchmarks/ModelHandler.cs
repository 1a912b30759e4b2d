using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;

namespace PhonePop.Benchmarks;

/// <summary>The model as the server runs it, without its connection: counts what it tells.</summary>
sealed class ModelHandler : ICallObserver, IDisposable
{
    private readonly CallMonitor _monitor;

    public ModelHandler() => _monitor = new CallMonitor(
        new CallMonitorOptions { Name = "main", Ami = new AmiOptions { Host = "127.0.0.1", Username = "phonepop", Secret = "secret" } }, this, TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>The monitor: a reader calls it, as its own connection would.</summary>
    public IAmiMessageHandler Model => _monitor;

    /// <summary>No list will come: the model takes the events as they are, as it does once it has one.</summary>
    public void Opened() => _monitor.DoWithoutFirstList();

    public int Changes { get; private set; }

    /// <summary>Calls that have ended for good.</summary>
    public int Ended { get; private set; }

    public int Live => _monitor.Calls.Count;

    public void CallChanged(Call call)
    {
        Changes++;
        Ended += call.IsFinal ? 1 : 0;
    }

    public void ConversationChanged(Conversation conversation)
    {
    }

    public void PbxChanged(PbxStatus status)
    {
    }

    public void Dispose() => _monitor.Dispose();
}
