namespace PhonePop.Server.Components.Text;

/// <summary>The history of very many calls.</summary>
public sealed partial class Texts
{
    public string SearchedSince(int calls, string day) => Say(
        $"Searched the newest {Number(calls)} calls, back to {day}. For older ones set an end date.",
        $"Просмотрены последние {Number(calls)} звонков, начиная с {day}. Чтобы увидеть более ранние, укажите конечную дату.");

    public string NoSuchOperator(string typed) => Say($"No operator is called “{typed}”. Choose one of the list.", $"Оператора «{typed}» нет. Выберите его из списка.");

    public string SeveralSuchOperators(string typed, int count) => Say(
        $"“{typed}” may be any of {Number(count)} operators. Choose one of the list.", $"«{typed}» подходит к нескольким операторам ({Number(count)}). Выберите одного из списка.");
}
