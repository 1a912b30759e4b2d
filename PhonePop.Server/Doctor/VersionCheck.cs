using PhonePop.Ami.Connection;

namespace PhonePop.Server.Doctor;

/// <summary>Which Asterisk it is, what it tells, and which classes of its events have been seen.</summary>
internal static class VersionCheck
{
    public static async Task<Check> RunAsync(AmiSession session, CancellationToken cancellationToken)
    {
        await session.Learned.WaitAsync(cancellationToken);
        var (asterisk, manager) = (session.AsteriskVersion, session.Version.ToString());
        if (session.Version.HasBridgeEvents)
        {
            return new Check(CheckId.Version, CheckState.Ok, t => t.DoctorVersion(asterisk, manager)) { Lines = [new(CheckState.Ok, t => t.DoctorModern)] };
        }

        return new Check(CheckId.Version, CheckState.Ok, t => t.DoctorVersion(asterisk, manager))
        {
            Lines =
            [
                new(CheckState.Skipped, t => t.DoctorClassicEvents), new(CheckState.Skipped, t => t.DoctorClassicHold),
                new(CheckState.Skipped, t => t.DoctorClassicQueues), new(CheckState.Skipped, t => t.DoctorClassicLists),
            ],
        };
    }

    /// <summary>
    /// Asterisk never says which classes an account may read: to mask others away succeeds for everybody. So a class is known
    /// when its first event comes, and until then not.
    /// </summary>
    public static Check Events(RingWatch watch) => new(CheckId.Events, CheckState.Ok, watch.SawCall ? t => t.DoctorEventsCome : t => t.DoctorEvents)
    {
        Lines =
        [
            watch.SawSystem ? new(CheckState.Ok, t => t.DoctorClassSeen("system")) : new(CheckState.Skipped, t => t.DoctorSystemUnseen),
            watch.SawCall ? new(CheckState.Ok, t => t.DoctorClassSeen("call")) : new(CheckState.Skipped, t => t.DoctorCallUnseen),
            watch.SawAgent ? new(CheckState.Ok, t => t.DoctorClassSeen("agent")) : new(CheckState.Skipped, t => t.DoctorAgentUnseen),
        ],
    };
}
