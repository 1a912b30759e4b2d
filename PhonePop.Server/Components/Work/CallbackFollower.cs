using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Security;
using PhonePop.Server.Work;

namespace PhonePop.Server.Components.Work;

/// <summary>A component that shows the viewer's list of people to call back, as it changes.</summary>
public abstract class CallbackFollower : LiveComponent
{
    private readonly Dictionary<int, CallbackInfo> _entries = [];

    /// <summary>Who looks; null before that is known.</summary>
    protected Viewer? Viewer { get; private set; }

    /// <summary>Those to call back, the latest first.</summary>
    protected IReadOnlyList<CallbackInfo> Open { get; private set; } = [];

    /// <summary>Those who have left the list, the latest first.</summary>
    protected IReadOnlyList<CallbackInfo> Ended { get; private set; } = [];

    [CascadingParameter]
    private Task<AuthenticationState>? State { get; set; }

    [Inject]
    private CallbackBoard Board { get; set; } = null!;

    /// <summary>Reads the list, and follows it where this component lives on.</summary>
    protected override async Task OnInitializedAsync()
    {
        if (State is null)
        {
            return;
        }

        Viewer = Viewer.From((await State).User);
        var team = Team.Of(Viewer);
        if (!RendererInfo.IsInteractive)
        {
            Take(Board.Entries(team));
            return;
        }

        var (entries, changes) = Board.Subscribe(team, RenderInterval, Stopping);
        Take(entries);
        Follow(changes, Take);
    }

    private void Take(IReadOnlyList<CallbackInfo> changes)
    {
        foreach (var entry in changes)
        {
            _entries[entry.Id] = entry;
        }

        Open = [.. _entries.Values.Where(c => c.IsOpen).OrderByDescending(c => c.LastAt).ThenByDescending(c => c.Id)];
        Ended = [.. _entries.Values.Where(c => !c.IsOpen).OrderByDescending(c => c.EndedAt).ThenByDescending(c => c.Id)];
    }
}
