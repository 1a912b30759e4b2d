using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Live;
using PhonePop.Server.Presence;
using PhonePop.Server.Security;

namespace PhonePop.Server.Components.Supervision;

/// <summary>A component that shows queues: it looks each second, because time alone makes a caller late, and draws when something is other than before.</summary>
public abstract class QueueWatcher : LiveComponent
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(15);

    private IReadOnlyList<QueueDay> _days = [];
    private IReadOnlyList<CallSlot> _slots = [];
    private DateTimeOffset _asked;

    /// <summary>One queue alone, or null.</summary>
    protected virtual string? OnlyQueue => null;

    /// <summary>True for who shows callers of no queue too.</summary>
    protected virtual bool WithAllCallers => false;

    /// <summary>Whose calls.</summary>
    protected Audience Audience { get; private set; } = Audience.Nothing;

    /// <summary>What is shown.</summary>
    private protected QueuePicture Picture { get; private set; } = QueuePicture.Empty;

    /// <summary>The target that waits are measured by.</summary>
    [Inject]
    protected IOptionsMonitor<SupervisionOptions> Options { get; set; } = null!;

    /// <summary>The same as it is now.</summary>
    protected SupervisionOptions Supervision => Options.CurrentValue;

    [Inject]
    private ConversationBoard Conversations { get; set; } = null!;

    [Inject]
    private QueueMemberBoard Members { get; set; } = null!;

    [Inject]
    private PresenceBoard Presence { get; set; } = null!;

    [Inject]
    private QueueReport Queues { get; set; } = null!;

    [Inject]
    private CallReport Calls { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ViewerClock ViewerTime { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> State { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Audience = Viewer.From((await State).User).Audience;
        await AskAsync();
        Picture = Look();
        if (RendererInfo.IsInteractive)
        {
            Follow(LooksAsync(), picture => Picture = picture);
        }
    }

    private async IAsyncEnumerable<QueuePicture> LooksAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        while (await timer.WaitForNextTickAsync(Stopping))
        {
            if (ViewerTime.Now - _asked >= ReportEvery)
            {
                await AskAsync();
            }

            if (Look() is var now && now != Picture)
            {
                yield return now;
            }
        }
    }

    private async Task AskAsync()
    {
        _asked = ViewerTime.Now;
        var today = ViewerTime.StartOf(ViewerTime.Today);
        _days = await Queues.SinceAsync(today, Stopping);
        _slots = WithAllCallers ? await Calls.SlotsAsync(Audience, today, Stopping) : [];
    }

    private QueuePicture Look() => QueuePicture.Of(
        OnlyQueue, Conversations.Conversations(Audience), Members.InNoOrder(Audience), _days, _slots,
        Presence.Count(Audience, PresenceState.Available), ViewerTime.Now, Supervision.AnswerTarget);
}
