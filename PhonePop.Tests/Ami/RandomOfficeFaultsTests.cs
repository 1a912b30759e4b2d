using PhonePop.Simulator.Office;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami;

/// <summary>
/// The same office when events are lost, doubled and put out of order, connections break, and the PBX dies: after one list PhonePop shows again
/// what the PBX knows (holds excepted, which rows do not tell), and each call that was shown has ended exactly once.
/// </summary>
public sealed class RandomOfficeFaultsTests
{
    [Theory]
    [InlineData("11")]
    [InlineData("13")]
    [InlineData("22")]
    public Task After_lost_doubled_and_delayed_events_one_list_makes_it_true(string asterisk) => Offices.AreTrueAsync(Offices.In(OfficeWeather.Spoilt, asterisk), 40);

    [Theory]
    [InlineData("11")]
    [InlineData("13")]
    [InlineData("22")]
    public Task After_broken_connections_and_a_dead_PBX_one_list_makes_it_true(string asterisk) => Offices.AreTrueAsync(Offices.In(OfficeWeather.Broken, asterisk), 40);
}
