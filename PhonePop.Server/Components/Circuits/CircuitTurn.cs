using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PhonePop.Server.Components.Circuits;

/// <summary>This circuit's place in the <see cref="PageDoor"/>, from its start until the browser has drawn it.</summary>
internal sealed class CircuitTurn(PageDoor door) : CircuitHandler
{
    private IDisposable? _place;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => _place = await door.EnterAsync(cancellationToken);

    /// <summary>The first picture is drawn.</summary>
    public void IsDrawn() => _place?.Dispose();
}
