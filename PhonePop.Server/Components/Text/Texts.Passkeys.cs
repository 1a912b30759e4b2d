namespace PhonePop.Server.Components.Text;

/// <summary>Signing in with a passkey.</summary>
public sealed partial class Texts
{
    public string Passkeys => Say("Passkeys", "Ключи доступа");

    public string PasskeysHint => Say(
        "Sign in with the fingerprint, face or code of a device, or with a security key. It replaces the password and the second factor at once.",
        "Вход по отпечатку, лицу или коду устройства либо с ключом безопасности. Заменяет сразу и пароль, и второй фактор.");

    public string PasskeysUnavailable => Say(
        "This page cannot make passkeys here: browsers know them only at an https address with a name, such as https://phonepop.example.com, or at http://localhost.",
        "Здесь ключ доступа не создать: браузеры умеют их только на https-адресе с именем, например https://phonepop.example.com, или на http://localhost.");

    public string PasskeyName => Say("Name of the passkey", "Название ключа");

    public string PasskeyNameExample => Say("My laptop", "Мой ноутбук");

    public string PasskeyMade(string day) => Say($"Added: {day}", $"Добавлен: {day}");

    public string AddPasskey => Say("Add a passkey", "Добавить ключ доступа");

    public string PasskeyRemove => Say("Delete this passkey", "Удалить этот ключ");

    public string PasskeyRemoveHint => Say("Deleting it signs out your other browsers.", "После удаления в других браузерах будет выполнен выход.");

    public string SignInByPasskey => Say("Sign in with a passkey", "Войти с ключом доступа");

    public string SignInPasskeyFailed => Say(
        "The passkey was not accepted, or the browser's dialogue was closed. Try again, or sign in with the password.",
        "Ключ доступа не подошёл, или окно браузера закрыто. Попробуйте ещё раз или войдите с паролем.");
}
