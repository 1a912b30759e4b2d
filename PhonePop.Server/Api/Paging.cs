namespace PhonePop.Server.Api;

/// <summary>One page of a list, as JSON.</summary>
public sealed record PageDto<T>(IReadOnlyList<T> Items, int Total, int Page, int PageSize);

/// <summary><c>?page=2&amp;pageSize=50</c>: pages count from 1.</summary>
internal sealed class Paging(int? page, int? size)
{
    private const int LargestPage = 500;
    private const int LastPage = 1_000_000;

    public int Page { get; } = page ?? 1;

    public int Size { get; } = size ?? 50;

    public int Skip => (Page - 1) * Size;

    /// <summary>A problem document that names what is wrong, or null.</summary>
    public static IResult? Mistake(int? page, int? size)
    {
        var mistakes = new Dictionary<string, string[]>();
        if (page is < 1 or > LastPage)
        {
            mistakes["page"] = [$"From 1 to {LastPage}."];
        }

        if (size is < 1 or > LargestPage)
        {
            mistakes["pageSize"] = [$"From 1 to {LargestPage}."];
        }

        return mistakes.Count == 0 ? null : Results.ValidationProblem(mistakes);
    }
}
