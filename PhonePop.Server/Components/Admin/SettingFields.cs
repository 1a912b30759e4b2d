using PhonePop.Server.Components.Shared;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Personal;
using PhonePop.Server.Security;

namespace PhonePop.Server.Components.Admin;

/// <summary>A part of the page, with its own button.</summary>
public sealed record SettingGroup(string Id, Func<Texts, string> Title, Func<Texts, string>? Hint, IReadOnlyList<SettingField> Fields);

/// <summary>The settings that administrators change by page: those that take effect at once.</summary>
public static class SettingFields
{
    /// <summary>All of them, in the order of the page.</summary>
    public static IReadOnlyList<SettingGroup> Groups { get; } =
    [
        new("work", t => t.SettingsWork, null,
        [
            new("Work:Outcomes", SettingKind.Lines, t => t.SettingOutcomes, t => t.SettingOutcomesRule, o => o.Work.Outcomes),
            new("Work:WrapUp", SettingKind.Duration, t => t.SettingWrapUp, t => t.SettingWrapUpRule, o => o.Work.WrapUp),
            new("Work:KeepCard", SettingKind.Duration, t => t.SettingKeepCard, t => t.SettingUpToAnHour, o => o.Work.KeepCard),
        ]),
        new("callbacks", t => t.SettingsCallbacks, null,
        [
            new("Work:MissedKeep", SettingKind.Duration, t => t.SettingMissedKeep, t => t.SettingMissedKeepRule, o => o.Work.MissedKeep),
            new("Work:DoneShown", SettingKind.Duration, t => t.SettingDoneShown, t => t.SettingDoneShownRule, o => o.Work.DoneShown),
        ]),
        new("numbers", t => t.SettingsNumbers, t => t.SettingsNumbersHint,
        [
            new("Numbers:Region", SettingKind.Choice, t => t.SettingRegion, null, o => o.Numbers.Region) { Choices = Countries.In },
            new("Numbers:DialPrefixes", SettingKind.Lines, t => t.SettingDialPrefixes, t => t.SettingDialPrefixesRule, o => o.Numbers.DialPrefixes),
        ]),
        new("notifications", t => t.SettingsDefaults, t => t.SettingsDefaultsHint,
        [
            new("Notifications:Pop", SettingKind.Choice, t => t.SettingsPops, null, o => o.Notifications.Pop) { Choices = t => [.. Enum.GetValues<PopWhen>().Select(w => (w.ToString(), t.PopDefault(w)))] },
            new("Notifications:QueueOnly", SettingKind.Check, t => t.SettingsQueueOnly, null, o => o.Notifications.QueueOnly),
            new("Notifications:OutsideOnly", SettingKind.Check, t => t.SettingsOutsideOnly, null, o => o.Notifications.OutsideOnly),
            new("Notifications:OpenCard", SettingKind.Check, t => t.SettingOpenCard, null, o => o.Notifications.OpenCard),
            new("Notifications:Sound", SettingKind.Check, t => t.SettingsSoundOn, null, o => o.Notifications.Sound),
            new("Notifications:Volume", SettingKind.Number, t => t.SettingsVolume, t => t.SettingVolumeRule, o => o.Notifications.Volume),
            new("Notifications:QuietHours", SettingKind.Check, t => t.SettingsQuietOn, null, o => o.Notifications.QuietHours),
            new("Notifications:QuietFrom", SettingKind.Clock, t => t.SettingQuietFrom, null, o => o.Notifications.QuietFrom),
            new("Notifications:QuietTo", SettingKind.Clock, t => t.SettingQuietTo, null, o => o.Notifications.QuietTo),
            new("Notifications:Language", SettingKind.Choice, t => t.LanguageLabel, null, o => o.Notifications.Language) { MayBeEmpty = true, Choices = t => [("", t.LanguageOfBrowser), ("en", "English"), ("ru", "Русский")] },
            new("Notifications:Theme", SettingKind.Choice, t => t.Theme, null, o => o.Notifications.Theme) { Choices = t => [("system", t.ThemeSystem), ("light", t.ThemeLight), ("dark", t.ThemeDark)] },
            new("Notifications:Shortcuts", SettingKind.Check, t => t.SettingsShortcuts, null, o => o.Notifications.Shortcuts),
        ]),
        new("supervision", t => t.SettingsSupervision, null,
        [
            new("Supervision:AnswerTarget", SettingKind.Duration, t => t.SettingAnswerTarget, t => t.SettingAnswerTargetRule, o => o.Supervision.AnswerTarget),
        ]),
        new("masking", t => t.SettingsMasking, t => t.SettingsMaskingHint,
        [
            new("Masking:Roles", SettingKind.Lines, t => t.SettingMasked, null, o => (IReadOnlyList<string>)[.. o.Masking.Roles.Order(StringComparer.Ordinal)])
            {
                Choices = t => [("", t.MaskedForNobody), (Roles.Operator, t.MaskedForOperators), (Roles.Supervisor, t.MaskedForSupervisors), ($"{Roles.Operator}\n{Roles.Supervisor}", t.MaskedForBoth)],
            },
        ]),
        new("retention", t => t.SettingsRetention, t => t.SettingsRetentionHint,
        [
            new("Retention:History", SettingKind.Duration, t => t.SettingHistory, t => t.SettingHistoryRule, o => o.Retention.History) { MayBeEmpty = true },
            new("Retention:Explanations", SettingKind.Duration, t => t.SettingExplanations, t => t.SettingDaysRule, o => o.Retention.Explanations),
            new("Retention:Audit", SettingKind.Duration, t => t.AuditLog, t => t.SettingDaysRule, o => o.Retention.Audit),
        ]),
    ];
}
