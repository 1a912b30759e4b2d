namespace PhonePop.Server.Components.Text;

/// <summary>The frame: rail, top bar, sign-in, errors.</summary>
public sealed partial class Texts
{
    public string MyCalls => Say("My calls", "Мои звонки");

    public string Customers => Say("Customers", "Клиенты");

    public string More => Say("More", "Ещё");

    public string Live => Say("Live", "Сейчас");

    public string History => Say("History", "История");

    public string Pbxes => Say("PBXs", "АТС");

    public string SkipToContent => Say("Skip to content", "К содержанию");

    public string Navigation => Say("Main navigation", "Основная навигация");

    public string SearchHint => Say("Search customers and numbers", "Поиск клиентов и номеров");

    public string Search => Say("Search", "Найти");

    public string Notifications => Say("Call notifications", "Уведомления о звонках");

    public string UserMenu => Say("Your menu", "Ваше меню");

    public string Theme => Say("Theme", "Тема");

    public string ThemeSystem => Say("System", "Системная");

    public string ThemeLight => Say("Light", "Светлая");

    public string ThemeDark => Say("Dark", "Тёмная");

    public string LanguageLabel => Say("Language", "Язык");

    public string SignOut => Say("Sign out", "Выйти");

    public string SignIn => Say("Sign in", "Войти");

    public string SignInTitle => Say("Sign in to PhonePop", "Вход в PhonePop");

    public string UserName => Say("User name", "Имя пользователя");

    public string Password => Say("Password", "Пароль");

    public string RememberMe => Say("Keep me signed in on this computer", "Не выходить на этом компьютере");

    public string SignInInvalid => Say(
        "User name and password do not match, or there were too many attempts: after five wrong ones a name is locked for five minutes, even for the right password. Check the keyboard layout and Caps Lock. Your administrator can send you a link for a new password.",
        "Имя и пароль не подходят, или было слишком много попыток: после пяти неверных вход под этим именем закрыт на пять минут, даже с верным паролем. Проверьте раскладку и Caps Lock. Администратор может прислать вам ссылку для нового пароля.");

    public string SignInLocked => Say("Too many attempts: this account is locked for a few minutes. Try again later or ask your administrator.", "Слишком много попыток: вход закрыт на несколько минут. Попробуйте позже или обратитесь к администратору.");

    public string SignInExpired => Say("The form had grown old. Please sign in again.", "Форма устарела. Войдите ещё раз.");

    public string DemoUsers => Say("Demo users", "Пользователи демо");

    public string DemoUsersHint => Say("This is a demo. Choose a user to fill the form in.", "Это демо. Выберите пользователя, и форма заполнится.");

    public string Extension(string extension) => Say($"extension {extension}", $"внутренний {extension}");

    public string Role(string role) => role switch
    {
        Security.Roles.Operator => Say("Operator", "Оператор"),
        Security.Roles.Supervisor => Say("Supervisor", "Супервизор"),
        Security.Roles.Administrator => Say("Administrator", "Администратор"),
        _ => role,
    };

    public string ForbiddenTitle => Say("This page is not for your role", "Эта страница не для вашей роли");

    public string ForbiddenText => Say("Ask a supervisor or an administrator if you need it.", "Если она нужна, обратитесь к супервизору или администратору.");

    public string NotFoundTitle => Say("There is no such page", "Такой страницы нет");

    public string NotFoundText => Say("The address may be mistyped, or what it led to has been removed.", "Возможно, в адресе ошибка или то, на что он вёл, удалено.");

    public string ToMyCalls => Say("Go to My calls", "К моим звонкам");

    public string BrokenTitle => Say("This page stopped working", "Эта страница перестала работать");

    public string BrokenText => Say("Calls and notifications go on. Open the page again; if it stops again, tell your administrator the time.", "Звонки и уведомления работают дальше. Откройте страницу снова; если повторится, сообщите администратору время.");

    public string OpenAgain => Say("Open again", "Открыть снова");

    public string Reconnecting => Say("The connection to PhonePop was lost. Reconnecting…", "Связь с PhonePop прервалась. Восстанавливаем…");

    public string Close => Say("Close", "Закрыть");

    public string Cancel => Say("Cancel", "Отмена");

    public string Save => Say("Save", "Сохранить");

    public string Edit => Say("Edit", "Изменить");

    public string Copy(string what) => Say($"Copy {what}", $"Скопировать {what}");

    public string Loading => Say("Loading", "Загрузка");
}
