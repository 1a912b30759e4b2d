using PhonePop.Simulator.Office;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami;

/// <summary>Random offices that once showed something wrong, made short. <c>soak --case "…"</c> of the simulator tells one step by step.</summary>
public sealed class KeptOfficesTests
{
    [Theory]
    [InlineData("asterisk=22 seed=1 operators=4 | Inbound 0 2, Answer, Consult 0 0 1, Answer 1, Complete, BlindTransfer 0 0 0, Answer, Consult 0 0 1, Answer 1, Complete")] // brought together again, two colleagues once had the id of their first call
    public Task What_went_wrong_once_is_true_now(string office) => Offices.IsTrueAsync(OfficeCase.Parse(office));
}
