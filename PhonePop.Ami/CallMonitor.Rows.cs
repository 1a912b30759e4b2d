using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami;

/// <content>The rows of its lists, on the reading thread, in order with the events around them.</content>
public sealed partial class CallMonitor
{
    /// <summary>The rows of a list of bridges or parked calls.</summary>
    private sealed class OtherRows(CallMonitor monitor) : IAmiRowHandler
    {
        public void OnRow(AmiMessage row)
        {
            lock (monitor._gate)
            {
                monitor._model.ApplyOtherRow(row);
                monitor.ArmDeadline();
            }
        }

        public void OnComplete(AmiMessage last)
        {
        }
    }

    /// <summary>The rows of a list of queues: their members each time; who waits in them only while the first list is read, since events tell it from then on.</summary>
    private sealed class QueueRows(CallMonitor monitor, bool withCallers) : IAmiRowHandler
    {
        public void OnStart(AmiMessage response)
        {
            lock (monitor._gate)
            {
                monitor._queues.BeginList();
            }
        }

        public void OnRow(AmiMessage row)
        {
            lock (monitor._gate)
            {
                monitor._queues.ApplyRow(row);
                if (withCallers)
                {
                    monitor._model.ApplyOtherRow(row);
                    monitor.ArmDeadline();
                }
            }
        }

        public void OnComplete(AmiMessage last)
        {
            lock (monitor._gate)
            {
                monitor._queues.EndList();
            }
        }
    }

    /// <summary>The rows of one list of channels.</summary>
    private sealed class ListRows(CallMonitor monitor, bool isFirst) : IAmiRowHandler
    {
        public void OnStart(AmiMessage response)
        {
            lock (monitor._gate)
            {
                monitor._model.BeginList(isFirst);
            }
        }

        public void OnRow(AmiMessage row)
        {
            lock (monitor._gate)
            {
                monitor._model.ApplyRow(row);
            }
        }

        public void OnComplete(AmiMessage last)
        {
            lock (monitor._gate)
            {
                monitor._model.EndList();
                if (isFirst)
                {
                    monitor._model.SetUncertain(false);
                }

                monitor.ArmDeadline();
            }
        }
    }
}
