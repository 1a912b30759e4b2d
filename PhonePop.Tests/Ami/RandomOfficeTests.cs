using PhonePop.Simulator.Office;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami;

/// <summary>
/// An office where anybody does anything at any time, over real TCP and the whole of CallMonitor. All events arrive: after each step PhonePop
/// shows what the PBX knows, two PhonePops agree on every id, and each call ends exactly once.
/// </summary>
public sealed class RandomOfficeTests
{
    [Fact]
    public Task After_each_step_the_calls_are_the_true_ones() => Offices.AreTrueAsync(Offices.In(OfficeWeather.Fair), 60);

    [Fact]
    public Task Lists_between_and_amid_the_events_change_nothing_and_who_joins_late_learns_it_all() => Offices.AreTrueAsync(Offices.In(OfficeWeather.Lists), 60);

    [Fact]
    public Task Pieces_and_garbage_change_nothing() => Offices.AreTrueAsync(Offices.In(OfficeWeather.Pieces), 30);
}
