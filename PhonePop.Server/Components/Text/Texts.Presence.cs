using PhonePop.Server.Presence;

namespace PhonePop.Server.Components.Text;

/// <summary>Presence: the own one and that of colleagues.</summary>
public sealed partial class Texts
{
    public string YourPresence => Say("Your state", "Ваше состояние");

    public string Colleagues => Say("Colleagues", "Коллеги");

    public string ColleaguesFree(int count) => Say($"{count} free", $"свободно: {count}");

    public string NoColleagues => Say("Nobody else is registered at a phone.", "Больше никто не привязан к телефону.");

    public string Presence(PresenceState state) => state switch
    {
        PresenceState.Available => Say("available", "на месте"),
        PresenceState.Busy => Say("busy", "не беспокоить"),
        PresenceState.Away => Say("away", "нет на месте"),
        PresenceState.WrapUp => Say("wrapping up", "оформляет звонок"),
        PresenceState.OnCall => Say("on a call", "на линии"),
        _ => Say("offline", "не в сети"),
    };

    /// <summary>The same as what one does oneself, for the buttons of the own menu.</summary>
    public string PresenceToChoose(PresenceState state) => state switch
    {
        PresenceState.Available => Say("Available", "На месте"),
        PresenceState.Busy => Say("Busy", "Не беспокоить"),
        PresenceState.Away => Say("Away", "Нет на месте"),
        _ => Say("Wrapping up", "Оформляю"),
    };
}
