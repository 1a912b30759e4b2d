using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>Between a call as it was shown and its row.</summary>
internal static class CallRecords
{
    public static CallRecord ToRecord(LiveCall live, PhoneNumber number, CustomerMatch? match, DateTimeOffset now)
    {
        var customer = match?.Customers is [var newest, ..] ? newest : null;
        var record = ToRecord(live, number, customer, now);
        if (customer is { Id: null })
        {
            record.CustomerName = customer.Name;
            record.CustomerCompany = customer.Company;
            record.CustomerExternalId = customer.ExternalId;
            record.CustomerUrl = customer.Url;
            record.CustomerSource = match!.Source;
        }

        return record;
    }

    /// <summary>The customer whom another system named when this call was on the line, or null.</summary>
    public static CustomerMatch? NamedElsewhere(CallRecord row) => row.CustomerName is not { } name
        ? null
        : new CustomerMatch([new CustomerSummary(null, name, row.CustomerCompany, row.CustomerUrl, row.CustomerExternalId)], MatchRule.OtherSystem, row.CustomerSource);

    private static CallRecord ToRecord(LiveCall live, PhoneNumber number, CustomerSummary? customer, DateTimeOffset now) => new()
    {
        Id = live.Call.Id,
        Pbx = live.Call.Pbx,
        Extension = live.Call.Extension,
        OperatorName = live.OperatorName,
        ConversationId = live.Call.ConversationId,
        Direction = live.Call.Direction,
        Outcome = live.Call.Outcome,
        PartyKind = live.Call.Party.Kind,
        Number = live.Call.Party.Number,
        E164 = number.E164,
        NumberKey = number.Key,
        PartyName = live.Call.Party.Name,
        CustomerId = customer?.Id,
        Queue = live.Call.Queue,
        WaitingSince = live.Call.WaitingSince?.UtcDateTime,
        Did = live.Call.Did,
        TransferredFrom = live.Call.TransferredFrom,
        TransferredTo = live.Call.TransferredTo,
        AnsweredBy = live.Call.AnsweredBy,
        StartedAt = live.Call.StartedAt.UtcDateTime,
        AnsweredAt = live.Call.AnsweredAt?.UtcDateTime,
        EndedAt = Latest(live.Call.EndedAt ?? now, live.Call.AnsweredAt ?? live.Call.StartedAt).UtcDateTime, // the clock may have been set back meanwhile
        Uncertain = live.Call.Uncertain,
        Version = live.Version,
    };

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    public static LiveCall ToLive(CallRecord row, CustomerMatch match) => new()
    {
        Call = new Call
        {
            Id = row.Id,
            Pbx = row.Pbx,
            Extension = row.Extension,
            ConversationId = row.ConversationId,
            Phase = CallPhase.Ended,
            Direction = row.Direction,
            Party = new CallParty(row.PartyKind, row.Number, row.PartyName),
            Queue = row.Queue,
            WaitingSince = row.WaitingSince,
            Did = row.Did,
            TransferredFrom = row.TransferredFrom,
            TransferredTo = row.TransferredTo,
            AnsweredBy = row.AnsweredBy,
            StartedAt = row.StartedAt,
            AnsweredAt = row.AnsweredAt,
            EndedAt = row.EndedAt,
            Outcome = row.Outcome,
            IsFinal = true,
            Uncertain = row.Uncertain,
        },
        Version = row.Version,
        OperatorName = row.OperatorName,
        E164 = row.E164,
        Match = match,
    };
}
