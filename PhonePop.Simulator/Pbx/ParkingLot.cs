using System.Globalization;

namespace PhonePop.Simulator.Pbx;

/// <summary>The PBX's parking spaces, 701 on. Under the switch's lock.</summary>
internal sealed class ParkingLot
{
    private const int First = 701;
    private readonly Dictionary<string, SimCall> _spaces = [];

    /// <summary>The bridge in which the parked sit since Asterisk 12; made at the first parking.</summary>
    public SimBridge? Bridge { get; set; }

    /// <returns>The space.</returns>
    public string Enter(SimCall call)
    {
        var number = First;
        while (_spaces.ContainsKey(number.ToString(CultureInfo.InvariantCulture)))
        {
            number++;
        }

        var space = number.ToString(CultureInfo.InvariantCulture);
        _spaces[space] = call;
        return space;
    }

    public void Leave(string space) => _spaces.Remove(space);
}
