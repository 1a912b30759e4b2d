using PhonePop.Simulator.Office;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami;

/// <summary>
/// An office where anybody does anything at any time, over real TCP and the whole of CallMonitor. All events arrive: after each step PhonePop
/// shows what the PBX knows, two PhonePops agree on every id, and each call ends exactly once.
/// </summary>
public sealed class RandomOfficeTests
{
    [Theory]
    [InlineData("11")]
    [InlineData("13")]
    [InlineData("22")]
    public Task After_each_step_the_calls_are_the_true_ones(string asterisk) => Offices.AreTrueAsync(Offices.In(OfficeWeather.Fair, asterisk), 40);

    [Theory]
    [InlineData("13")]
    [InlineData("22")]
    public Task Lists_between_and_amid_the_events_change_nothing_and_who_joins_late_learns_it_all(string asterisk) =>
        Offices.AreTrueAsync(Offices.In(OfficeWeather.Lists, asterisk), 40);

    [Theory]
    [InlineData("11")]
    [InlineData("13")]
    [InlineData("22")]
    public Task Pieces_and_garbage_change_nothing(string asterisk) => Offices.AreTrueAsync(Offices.In(OfficeWeather.Pieces, asterisk), 20);
}
