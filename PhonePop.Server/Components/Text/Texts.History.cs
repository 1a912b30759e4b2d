namespace PhonePop.Server.Components.Text;

/// <summary>The history of very many calls.</summary>
public sealed partial class Texts
{
    public string SearchedSince(int calls, string day) => Say(
        $"Searched the newest {Number(calls)} calls, back to {day}. For older ones set an end date.",
        $"Просмотрены последние {Number(calls)} звонков, начиная с {day}. Чтобы увидеть более ранние, укажите конечную дату.");
}
