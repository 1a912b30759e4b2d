using PhonePop.Server.Security;

namespace PhonePop.Server.Components.Text;

/// <summary>The own password, and two-factor sign-in.</summary>
public sealed partial class Texts
{
    public string OwnSecurity => Say("Password and sign-in", "Пароль и вход");

    public string NoOwnAccount => Say("A program's key has no password of its own.", "У ключа программы нет своего пароля.");

    public string CurrentPassword => Say("Current password", "Текущий пароль");

    public string NewPassword => Say("New password", "Новый пароль");

    public string RepeatPassword => Say("New password again", "Новый пароль ещё раз");

    public string ChangePassword => Say("Change password", "Сменить пароль");

    public string PasswordRule => Say("8 characters or more, not all the same.", "8 символов или больше, не все одинаковые.");

    public string PasswordSignsOut => Say("Your other browsers are signed out.", "В других браузерах будет выполнен выход.");

    public string SetPasswordTitle => Say("Choose your password", "Задайте пароль");

    public string PasswordIsSet => Say("Your password is set. Sign in with it.", "Пароль задан. Теперь войдите с ним.");

    public string TwoFactorHint => Say("Besides the password a code from your phone is asked for. Any authenticator app will do.", "Кроме пароля спрашивается код с телефона. Подойдёт любое приложение-аутентификатор.");

    public string SetUp => Say("Set up", "Настроить");

    public string TwoFactorScan => Say("Scan this with the authenticator app on your phone.", "Отсканируйте это приложением-аутентификатором на телефоне.");

    public string TwoFactorKey => Say("Or type this key into it:", "Или введите в него этот ключ:");

    public string QrCode => Say("QR code of the key below", "QR-код ключа, указанного ниже");

    public string TwoFactorCode6 => Say("The six digits that it shows", "Шесть цифр, которые оно показывает");

    public string SwitchOn => Say("Switch on", "Включить");

    public string SwitchOff => Say("Switch off", "Отключить");

    public string TwoFactorIsOn => Say("Switched on", "Включён");

    public string NewRecoveryCodes => Say("New recovery codes", "Новые резервные коды");

    public string RecoveryCodesLeft(int count) => Say($"Recovery codes left: {count}", $"Осталось резервных кодов: {count}");

    public string RecoveryCodesTitle => Say("Recovery codes", "Резервные коды");

    public string RecoveryCodesHint => Say("Shown this once. Each works once in place of your phone: keep them somewhere safe, on paper for example.", "Показываются один раз. Каждый один раз заменит телефон: сохраните их в надёжном месте, например на бумаге.");

    public string CopyCodes => Say("Copy all codes", "Скопировать все коды");

    public string TwoFactorAsk => Say("Enter the six digits from the authenticator app, or one of your recovery codes.", "Введите шесть цифр из приложения-аутентификатора или один из резервных кодов.");

    public string TwoFactorCode => Say("Code", "Код");

    public string TwoFactorWrong => Say("This code is not right. Codes change every 30 seconds: check the clock of your phone.", "Код не подходит. Коды меняются каждые 30 секунд: проверьте часы телефона.");

    public string BackToSignIn => Say("Back to the sign-in", "Назад ко входу");

    public string TooManyTitle => Say("Too many attempts", "Слишком много попыток");

    public string TooManyText => Say("There were too many attempts to sign in from your network. Wait a minute, then try again.", "Из вашей сети было слишком много попыток входа. Подождите минуту и попробуйте снова.");

    public string OwnAccountProblem(OwnAccountResult result) => result switch
    {
        OwnAccountResult.WrongPassword => Say("The current password is not right.", "Текущий пароль неверен."),
        OwnAccountResult.WeakPassword => Say("Choose a longer password: 8 characters or more, not all the same.", "Выберите пароль длиннее: 8 символов или больше, не все одинаковые."),
        OwnAccountResult.NotTheSame => Say("The two new passwords differ. Type them again.", "Два новых пароля различаются. Введите их ещё раз."),
        OwnAccountResult.WrongCode => TwoFactorWrong,
        OwnAccountResult.LinkWorthless => Say("This link was used already, is older than a day, or a newer one was made. Ask your administrator for a new one.", "Ссылка уже использована, старше суток или заменена новой. Попросите новую у администратора."),
        OwnAccountResult.Locked => SignInLocked,
        OwnAccountResult.NameNeeded => Say("Give the passkey a name.", "Дайте ключу доступа имя."),
        OwnAccountResult.PasskeyFailed => Say("No passkey was made: the browser's dialogue was closed, or this device cannot make one. Try again.", "Ключ доступа не создан: окно браузера закрыто, или это устройство их не умеет. Попробуйте ещё раз."),
        OwnAccountResult.PasskeyKnown => Say("This device has a passkey for your account already.", "На этом устройстве уже есть ключ доступа к вашей учётной записи."),
        OwnAccountResult.TooManyPasskeys => Say($"There are {OwnAccount.MostPasskeys} passkeys already. Delete one first.", $"Ключей доступа уже {OwnAccount.MostPasskeys}. Сначала удалите один."),
        _ => NoOwnAccount,
    };
}
