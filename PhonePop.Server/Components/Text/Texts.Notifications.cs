namespace PhonePop.Server.Components.Text;

/// <summary>Call notifications: what state they are in, and what to do.</summary>
public sealed partial class Texts
{
    public string NotifyDefaultTitle => Say("Turn on call notifications", "Включите уведомления о звонках");

    public string NotifyDefaultText => Say("Calls then show up even when you work in another window. The browser asks you once.", "Тогда звонки видны, даже когда вы работаете в другом окне. Браузер спросит один раз.");

    public string NotifyTurnOn => Say("Turn on call notifications", "Включить уведомления");

    public string NotifyDeniedTitle => Say("This browser blocks call notifications", "Браузер блокирует уведомления о звонках");

    public string NotifyDeniedText => Say("Click the icon left of the address, allow notifications for this site, and reload the page. Until then calls show up inside this page.", "Нажмите значок слева от адреса, разрешите уведомления для этого сайта и обновите страницу. До тех пор звонки видны внутри этой страницы.");

    public string NotifyUnsupportedTitle => Say("This browser cannot show notifications", "Этот браузер не умеет показывать уведомления");

    public string NotifyUnsupportedText => Say("Use a current Chrome, Edge, Firefox or Safari, outside a private window. Calls show up inside this page.", "Возьмите свежий Chrome, Edge, Firefox или Safari, не в приватном окне. Звонки видны внутри этой страницы.");

    public string NotifyInsecureTitle => Say("Notifications need https", "Для уведомлений нужен https");

    public string NotifyInsecureText => Say("This page was opened over plain http. Open it by its https address, or ask your administrator to set a certificate. Calls show up inside this page.", "Страница открыта по простому http. Откройте её по адресу https или попросите администратора поставить сертификат. Звонки видны внутри этой страницы.");

    public string IncomingCalls => Say("Incoming calls", "Входящие звонки");

    public string BellGranted => Say("On", "Вкл.");

    public string BellDefault => Say("Off", "Выкл.");

    public string BellBlocked => Say("Blocked", "Запрещены");
}
