using PhonePop.Server.Personal;

namespace PhonePop.Server.Components.Text;

/// <summary>A user's own settings.</summary>
public sealed partial class Texts
{
    public string Settings => Say("Settings", "Настройки");

    public string SettingsHint => Say("For you alone, in every browser you sign in to. What you do not change follows your administrator.", "Только для вас, в каждом браузере, где вы вошли. То, что вы не меняли, задаёт администратор.");

    public string SettingsPops => Say("When a call pops", "Когда показывать звонок");

    public string SettingsPopsHint => Say("The pages always show your calls. This is about the pop in the page and the notification.", "На страницах ваши звонки видны всегда. Здесь речь о всплывающей карточке и уведомлении.");

    public string PopAt(PopWhen when) => when switch
    {
        PopWhen.Ringing => Say("When it rings", "Когда звонит"),
        PopWhen.Answered => Say("When I answer", "Когда я отвечаю"),
        _ => Say("Never", "Никогда"),
    };

    public string SettingsQueueOnly => Say("Only calls from a queue", "Только звонки из очереди");

    public string SettingsOutsideOnly => Say("Only calls from outside, not from colleagues", "Только внешние звонки, без звонков коллег");

    public string SettingsOpenCard => Say("Open the card by itself when I answer", "Открывать карточку, когда я отвечаю");

    public string SettingsOpenCardHint => Say("In the tab you look at, and never over a field you are typing in.", "Во вкладке, на которую вы смотрите, и никогда поверх поля, в котором вы печатаете.");

    public string SettingsSound => Say("Sound", "Звук");

    public string SettingsSoundOn => Say("A short sound when a call rings", "Короткий звук при звонке");

    public string SettingsSoundHint => Say("One tab plays it. Browsers allow sound only after you have clicked somewhere in the page.", "Звук играет одна вкладка. Браузер разрешает звук только после щелчка на странице.");

    public string SettingsVolume => Say("Volume", "Громкость");

    public string SettingsTest => Say("Test", "Проверить");

    public string SettingsQuiet => Say("Quiet hours", "Тихие часы");

    public string SettingsQuietOn => Say("No sound and no notification at certain hours", "Без звука и уведомлений в определённые часы");

    public string SettingsQuietHint => Say("By the clock of this computer. The pop inside the page stays.", "По часам этого компьютера. Карточка внутри страницы остаётся.");

    public string SettingsFrom => Say("From", "С");

    public string SettingsTo => Say("To", "До");

    public string SettingsLook => Say("Language and look", "Язык и вид");

    public string LanguageOfBrowser => Say("As the browser", "Как в браузере");

    public string SettingsKeyboard => Say("Keyboard", "Клавиатура");

    public string SettingsShortcuts => Say("Single keys do something", "Действия по одной клавише");

    public string SettingsShortcutsHint => Say("Press ? for the list.", "Список — по клавише ?.");

    public string BackToDefault => Say("Back to the default", "Вернуть по умолчанию");

    public string BackToDefaultOf(string what) => Say($"{what}: back to the default", $"{what}: вернуть по умолчанию");

    public string ChosenByYou => Say("changed by you", "изменено вами");

    public string SettingsSaved => Say("Saved", "Сохранено");

    public string Shortcuts => Say("Keyboard shortcuts", "Сочетания клавиш");

    public string ShortcutsGo => Say("Go to", "Перейти");

    public string ShortcutSearch => Say("search", "поиск");

    public string ShortcutOpen => Say("open the card of the current call", "открыть карточку текущего звонка");

    public string ShortcutDismiss => Say("dismiss the pop", "скрыть всплывшую карточку");

    public string ShortcutNote => Say("write a note", "написать заметку");

    public string ShortcutList => Say("this list", "этот список");

    public string ShortcutClose => Say("close what is open", "закрыть открытое");

    public string ShortcutsOff => Say("Switch them off in the settings", "Отключить в настройках");
}
