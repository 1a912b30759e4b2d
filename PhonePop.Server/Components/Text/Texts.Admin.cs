using PhonePop.Server.Security;

namespace PhonePop.Server.Components.Text;

/// <summary>The administrator's desk.</summary>
public sealed partial class Texts
{
    public string Administration => Say("Administration", "Управление");

    public string AdministrationShort => Say("Admin", "Админ");

    public string Users => Say("Users", "Пользователи");

    public string UsersHint => Say("Who signs in, what they may see, and at which phone they sit.", "Кто входит, что может видеть и за каким телефоном сидит.");

    public string AddUser => Say("Add a user", "Добавить пользователя");

    public string NewUser => Say("New user", "Новый пользователь");

    public string CreateUser => Say("Create and get the link", "Создать и получить ссылку");

    public string DisplayName => Say("Name for people", "Имя для людей");

    public string RoleLabel => Say("Role", "Роль");

    public string ExtensionLabel => Say("Extension", "Внутренний номер");

    public string PbxLabel => Say("PBX", "АТС");

    public string LastSignIn => Say("Last sign-in", "Последний вход");

    public string StateLabel => Say("State", "Состояние");

    public string Never => Say("never", "никогда");

    public string EditOf(string name) => Say($"Edit {name}", $"Изменить: {name}");

    public string Locked => Say("Locked", "Вход закрыт");

    public string LockedUntil(string time) => Say($"Locked until {time}", $"Закрыт до {time}");

    public string Invited => Say("Invited", "Приглашён");

    public string MaySignIn => Say("Active", "Активен");

    public string TwoFactor => Say("Two-factor sign-in", "Двухфакторный вход");

    public string NewPasswordLink => Say("New password link", "Ссылка для нового пароля");

    public string NewPasswordLinkQuestion(string name) => Say($"{name} is signed out everywhere; the old password and passkeys stop working at once. Until the link is used nobody can sign in.", $"{name}: выход на всех устройствах, старый пароль и ключи доступа перестанут действовать сразу. Пока ссылкой не воспользуются, войти нельзя.");

    public string PasswordLinkFor(string name) => Say($"Link for {name}", $"Ссылка: {name}");

    public string PasswordLinkHint => Say("Shown this once. Give it to this person alone: whoever opens it first sets the password. It works for one day.", "Показывается один раз. Передайте её только этому человеку: пароль задаст тот, кто откроет её первым. Действует сутки.");

    public string TwoFactorSwitchOff => Say("Switch two-factor off", "Отключить второй фактор");

    public string TwoFactorOffQuestion(string name) => Say($"{name} will sign in with the password alone until they set it up again. Are you sure that it is them who asks?", $"{name} будет входить только по паролю, пока не настроит второй фактор снова. Вы уверены, что просит именно этот человек?");

    public string Lock => Say("Lock", "Закрыть вход");

    public string Unlock => Say("Unlock", "Открыть вход");

    public string LockQuestion(string name) => Say($"{name} is signed out everywhere and cannot sign in until you unlock the account.", $"{name}: выход на всех устройствах, войти нельзя, пока вы не откроете вход.");

    public string DeleteUser => Say("Delete", "Удалить");

    public string DeleteUserQuestion(string name) => Say($"The account of {name} is deleted with its settings. Notes and calls stay, with the name. It cannot be undone.", $"Учётная запись ({name}) удаляется вместе с настройками. Заметки и звонки остаются, с именем. Отменить нельзя.");

    public string Continue => Say("Continue", "Продолжить");

    public string AccountProblem(AccountMistake mistake) => mistake switch
    {
        AccountMistake.NameNeeded => Say("A name is needed.", "Нужно имя."),
        AccountMistake.NameTaken => Say("This name is taken.", "Это имя уже занято."),
        AccountMistake.RoleNeeded => Say("Choose a role.", "Выберите роль."),
        AccountMistake.ExtensionNeeded => Say("An operator needs an extension: their calls are found by it.", "Оператору нужен внутренний номер: по нему находятся звонки."),
        AccountMistake.PbxNeeded => Say("Choose the PBX of the extension.", "Выберите АТС этого номера."),
        AccountMistake.LastAdministrator => Say("This is the last administrator who can sign in. Make somebody else one first.", "Это последний администратор, который может войти. Сначала назначьте другого."),
        AccountMistake.OwnAccount => Say("You cannot do this to your own account.", "Со своей учётной записью так нельзя."),
        _ => Say("This account no longer exists. Reload the page.", "Этой учётной записи больше нет. Обновите страницу."),
    };

    public string ApiKeys => Say("API keys", "Ключи API");

    public string ApiKeysHint => Say("For programs. Keys that stand in the configuration work too and are not listed here.", "Для программ. Ключи из файла настроек тоже действуют, здесь их нет.");

    public string NewKey => Say("New key", "Новый ключ");

    public string CreateKey => Say("Create the key", "Создать ключ");

    public string KeyName => Say("What it is for", "Для чего он");

    public string KeyFor(string name) => Say($"Key for {name}", $"Ключ: {name}");

    public string KeyHint => Say("Shown this once: PhonePop keeps only its hash. Send it as Authorization: Bearer …", "Показывается один раз: PhonePop хранит только хеш. Отправляйте как Authorization: Bearer …");

    public string NoKeys => Say("No keys", "Ключей нет");

    public string NoKeysText => Say("A wallboard, a CRM or a script needs one to use the API.", "Ключ нужен табло, CRM или скрипту, чтобы пользоваться API.");

    public string CreatedLabel => Say("Created", "Создан");

    public string LastUsed => Say("Last used", "Использован");

    public string Revoke => Say("Revoke", "Отозвать");

    public string RevokeOf(string name) => Say($"Revoke {name}", $"Отозвать: {name}");

    public string RevokeReally => Say("Really?", "Точно?");

    public string RevokeReallyOf(string name) => Say($"Really revoke {name}?", $"Точно отозвать: {name}?");

    public string EraseCustomer => Say("Delete this customer's data for good…", "Удалить данные клиента навсегда…");

    public string EraseCustomerQuestion => Say(
        "The card, its numbers and notes, the notes of calls, and the number and name in the history are deleted. That there were calls stays, without saying with whom. It cannot be undone; backups and saved recordings are not reached.",
        "Удаляются карточка, номера и заметки, заметки о звонках, номер и имя в истории. То, что звонки были, остаётся, но без указания с кем. Отменить нельзя; резервные копии и сохранённые записи трафика не затрагиваются.");

    public string AuditLog => Say("Audit log", "Журнал");

    public string AuditHint => Say("Who signed in, and who changed users, keys and settings.", "Кто входил и кто менял пользователей, ключи и настройки.");

    public string AuditWhat => Say("What", "Что");

    public string AuditAll => Say("Everything", "Всё");

    public string AuditText => Say("Name or address", "Имя или адрес");

    public string AddressLabel => Say("Address", "Адрес");

    public string NoAudit => Say("Nothing found", "Ничего не найдено");

    public string NoAuditText => Say("Nothing like this has happened since the log began.", "С начала журнала такого не было.");

    /// <summary>What else a line says: roles by their names for people.</summary>
    public string AuditDetail(string action, string detail) =>
        action is AuditActions.UserCreated or AuditActions.UserChanged or AuditActions.KeyCreated ? string.Join(" → ", detail.Split(" → ").Select(WithRole)) : detail;

    private string WithRole(string part)
    {
        var role = part.Split(',')[0];
        return role is Roles.Operator or Roles.Supervisor or Roles.Administrator ? Role(role) + part[role.Length..] : part;
    }

    public string AuditAction(string action) => action switch
    {
        AuditActions.SignedIn => Say("Signed in", "Вход"),
        AuditActions.SignedInByPasskey => Say("Signed in with a passkey", "Вход с ключом доступа"),
        AuditActions.SignInRefused => Say("Sign-in refused", "Вход отклонён"),
        AuditActions.LockedOut => Say("Sign-in refused: locked", "Вход отклонён: закрыт"),
        AuditActions.PasswordChanged => Say("Password set", "Пароль задан"),
        AuditActions.TwoFactorOn => Say("Two-factor sign-in switched on", "Двухфакторный вход включён"),
        AuditActions.TwoFactorOff => Say("Two-factor sign-in switched off", "Двухфакторный вход отключён"),
        AuditActions.RecoveryCodes => Say("New recovery codes", "Новые резервные коды"),
        AuditActions.PasskeyAdded => Say("Passkey added", "Ключ доступа добавлен"),
        AuditActions.PasskeyRemoved => Say("Passkey deleted", "Ключ доступа удалён"),
        AuditActions.UserCreated => Say("User created", "Пользователь создан"),
        AuditActions.UserChanged => Say("User changed", "Пользователь изменён"),
        AuditActions.UserInvited => Say("Password link made", "Ссылка для пароля создана"),
        AuditActions.UserLocked => Say("User locked", "Вход пользователя закрыт"),
        AuditActions.UserUnlocked => Say("User unlocked", "Вход пользователя открыт"),
        AuditActions.UserDeleted => Say("User deleted", "Пользователь удалён"),
        AuditActions.DevicesChanged => Say("Phones of an extension changed", "Телефоны номера изменены"),
        AuditActions.KeyCreated => Say("API key created", "Ключ API создан"),
        AuditActions.KeyRevoked => Say("API key revoked", "Ключ API отозван"),
        AuditActions.CustomerErased => Say("Customer erased", "Данные клиента удалены"),
        AuditActions.SettingsChanged => Say("Settings changed", "Настройки изменены"),
        AuditActions.GroupCreated => Say("Group created", "Группа создана"),
        AuditActions.GroupChanged => Say("Group changed", "Группа изменена"),
        AuditActions.GroupDeleted => Say("Group deleted", "Группа удалена"),
        AuditActions.GroupsGiven => Say("Groups given", "Группы даны"),
        _ => action,
    };
}
