using Microsoft.Extensions.Logging;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>Takes one whole message at a time from the read thread and gives it to whom it belongs.</summary>
sealed class MessageDispatcher(IAmiMessageHandler handler, PendingActions pending, ILogger logger)
{
    readonly AmiMessage _message = new();
    long _received;
    long _bad;
    long _skipped;
    long _handlerFailures;

    public long Received => Interlocked.Read(ref _received);
    public long Skipped => Interlocked.Read(ref _skipped);
    public long Bad => Interlocked.Read(ref _bad);
    public long HandlerFailures => Interlocked.Read(ref _handlerFailures);

    public void Dispatch(byte[] buffer, int start, int length, long receivedAt)
    {
        if (length <= 2)
        {
            _bad++; // an empty line where a message should be
            return;
        }

        _received++;
        var text = buffer.AsSpan(start, length);
        var known = false;
        if (!pending.AwaitsRows && text.StartsWith("Event: "u8))
        {
            var name = text["Event: ".Length..text.IndexOf((byte)'\n')].TrimEnd((byte)'\r');
            known = !name.IsEmpty;
            if (known && !Wants(name))
            {
                _skipped++;
                return;
            }
        }

        _message.Load(buffer, start, length, receivedAt);
        if (_message.IsResponse)
        {
            Respond();
        }
        else if (_message.Event.IsEmpty)
        {
            _bad++; // neither event nor response, or an event without a name
            return;
        }
        else
        {
            Deliver(isWanted: known);
        }

        _bad += _message.BadLines > 0 ? 1 : 0;
    }

    public void EndBatch(long receivedAt)
    {
        try
        {
            handler.OnBatchEnd(receivedAt);
        }
        catch (Exception e)
        {
            Report(e, "OnBatchEnd");
        }
    }

    public void Opened(AmiVersion version)
    {
        try
        {
            handler.OnOpened(version);
        }
        catch (Exception e)
        {
            Report(e, "OnOpened");
        }
    }

    public void Closed(Exception reason)
    {
        try
        {
            handler.OnClosed(reason);
        }
        catch (Exception e)
        {
            Report(e, "OnClosed");
        }
    }

    bool Wants(ReadOnlySpan<byte> name)
    {
        try
        {
            return handler.Wants(name);
        }
        catch (Exception e)
        {
            Report(e, "Wants");
            return false;
        }
    }

    void Respond()
    {
        if (pending.Find(_message.ActionId) is not { } action)
        {
            return;
        }

        try
        {
            if (action.Respond(_message))
            {
                pending.Remove(action);
            }
        }
        catch (Exception e)
        {
            Report(e, "a list's start");
        }
    }

    void Deliver(bool isWanted)
    {
        try
        {
            // Only a list has rows: OriginateResponse carries the ActionID of an action that is already answered, and is an event.
            if (pending.AwaitsRows && pending.Find(_message.ActionId) is { IsList: true } list)
            {
                if (list.Row(_message))
                {
                    pending.Remove(list);
                }
            }
            else if (isWanted || handler.Wants(_message.Event))
            {
                handler.OnEvent(_message);
            }
            else
            {
                _skipped++;
            }
        }
        catch (Exception e)
        {
            Report(e, _message.Find("Event"u8) ?? "");
        }
    }

    // Type and stack only: an exception's message may quote a customer's number.
    void Report(Exception e, string what)
    {
        _handlerFailures++;
        if (_handlerFailures <= 10 || _handlerFailures % 1000 == 0)
        {
            AmiConnectionLog.HandlerFailed(logger, e.GetType().Name, what, _handlerFailures, e.StackTrace);
        }
    }
}
