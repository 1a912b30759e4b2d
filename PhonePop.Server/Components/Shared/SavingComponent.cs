using Microsoft.AspNetCore.Components;
using MudBlazor;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Data;

namespace PhonePop.Server.Components.Shared;

/// <summary>
/// What every component of ours is (<c>_Imports.razor</c>): a press that the database does not take says so and leaves the page as it is, with all that was typed.
/// Otherwise the layout's error boundary would put another page in its place.
/// </summary>
public abstract class SavingComponent : ComponentBase, IHandleEvent
{
    // A parent's handler that a child's handler waits for must not end well there: the child would take it for saved.
    private static readonly AsyncLocal<bool> Inside = new();

    // Asked for when something fails: rows are many, and live for moments.
    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    /// <inheritdoc />
    async Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg)
    {
        if (Inside.Value)
        {
            await HandleAsync(item, arg);
            return;
        }

        Inside.Value = true;
        try
        {
            await HandleAsync(item, arg);
        }
        catch (Exception e) when (DatabaseTroubles.Of(e) is { } trouble)
        {
            var words = Services.GetRequiredService<Texts>().NotSaved(trouble);
            Services.GetRequiredService<ISnackbar>().Add(words, Severity.Error, o => (o.RequireInteraction, o.SnackbarVariant) = (true, Variant.Filled), key: words);
            StateHasChanged();
        }
    }

    // As ComponentBase does it: drawn once when the handler first waits, and once at its end.
    private async Task HandleAsync(EventCallbackWorkItem item, object? arg)
    {
        var handled = item.InvokeAsync(arg);
        StateHasChanged();
        if (handled.IsCompletedSuccessfully || handled.IsCanceled)
        {
            return;
        }

        try
        {
            await handled;
        }
        catch when (handled.IsCanceled)
        {
            return;
        }

        StateHasChanged();
    }
}
