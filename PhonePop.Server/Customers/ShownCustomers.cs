namespace PhonePop.Server.Customers;

/// <summary>
/// The customers as pages and API give them out: every way in asks who reads, so that numbers are masked here and nowhere else. What is masked may be sent back
/// with an edit: it stays what it was.
/// </summary>
public sealed class ShownCustomers(CustomerStore store, CustomerJournal journal, CustomerMerger merger, NumberHygiene hygiene)
{
    /// <summary>As <see cref="CustomerStore.SearchAsync"/>. Who may not read numbers finds by whole numbers alone: pieces would tell the rest bit by bit.</summary>
    public async Task<Paged<CustomerInfo>> SearchAsync(CustomerQuery query, NumberMask mask, CancellationToken cancellationToken) =>
        Masked(await store.SearchAsync(query with { WholeNumbers = mask.Hides }, cancellationToken), mask);

    /// <summary>As <see cref="CustomerStore.FindByNumberAsync"/>.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> FindByNumberAsync(string number, NumberMask mask, CancellationToken cancellationToken) =>
        [.. (await store.FindByNumberAsync(number, cancellationToken)).Select(mask.Of)];

    /// <summary>As <see cref="CustomerStore.WithNumberAsync"/>.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> WithNumberAsync(string number, NumberMask mask, CancellationToken cancellationToken) =>
        [.. (await store.WithNumberAsync(number, cancellationToken)).Select(mask.Of)];

    /// <summary>The other people of a customer's company, by name.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> ColleaguesAsync(int id, int take, NumberMask mask, CancellationToken cancellationToken) =>
        await store.GetAsync(id, cancellationToken) is { } customer ? [.. (await store.ColleaguesAsync(customer, take, cancellationToken)).Select(mask.Of)] : [];

    /// <summary>As <see cref="CustomerStore.MergedIntoAsync"/>.</summary>
    public Task<int?> MergedIntoAsync(int id, CancellationToken cancellationToken) => store.MergedIntoAsync(id, cancellationToken);

    /// <summary>One customer, or null.</summary>
    public async Task<CustomerInfo?> GetAsync(int id, NumberMask mask, CancellationToken cancellationToken) => await store.GetAsync(id, cancellationToken) is { } customer ? mask.Of(customer) : null;

    /// <summary>
    /// The edit as it is meant: masked numbers in it are those of the customer, or the known one. One that is neither stays masked, and
    /// <see cref="CustomerEditRules"/> refuses it.
    /// </summary>
    /// <param name="id">The customer; null for a new one.</param>
    /// <param name="edit">What was entered.</param>
    /// <param name="known">The number for which the form was opened, or null.</param>
    /// <param name="mask">What the editor sees.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CustomerEdit> MeantAsync(int? id, CustomerEdit edit, string? known, NumberMask mask, CancellationToken cancellationToken)
    {
        if (!mask.Hides)
        {
            return edit;
        }

        var stored = id is { } existing ? await store.GetAsync(existing, cancellationToken) : null;
        var numbers = (stored?.Numbers ?? []).Select(n => (n.Number, Whole: n.E164 ?? n.Number, n.Label)).ToList();
        if (known is not null)
        {
            numbers.Add((known, known, null));
        }

        return edit with
        {
            Name = mask.Restore(edit.Name, stored?.Name) ?? "",
            Company = mask.Restore(edit.Company, stored?.Company),
            Email = mask.Restore(edit.Email, stored?.Email),
            Note = mask.Restore(edit.Note, stored?.Note),
            ExternalId = NumberMask.IsMasked(edit.ExternalId) ? stored?.ExternalId : edit.ExternalId,
            Numbers = [.. edit.Numbers.Select(Meant)],
        };

        CustomerNumberEdit Meant(CustomerNumberEdit entered)
        {
            if (!NumberMask.IsMasked(entered.Number) || numbers.FindIndex(n => mask.Number(n.Whole) == entered.Number.Trim()) is not (>= 0 and var at))
            {
                return entered;
            }

            var meant = numbers[at];
            numbers.RemoveAt(at); // two may look the same
            return entered with { Number = meant.Number, Label = mask.Restore(entered.Label, meant.Label) };
        }
    }

    /// <summary>As <see cref="CustomerStore.CreateAsync"/>.</summary>
    public async Task<CustomerInfo> CreateAsync(CustomerEdit edit, NumberMask mask, CancellationToken cancellationToken) => mask.Of(await store.CreateAsync(edit, cancellationToken));

    /// <summary>As <see cref="CustomerStore.UpdateAsync"/>.</summary>
    public async Task<(SaveResult Result, CustomerInfo? Customer)> UpdateAsync(int id, CustomerEdit edit, NumberMask mask, CancellationToken cancellationToken) =>
        Masked(await store.UpdateAsync(id, edit, cancellationToken), mask);

    /// <summary>As <see cref="CustomerStore.AddNumberAsync"/>.</summary>
    public async Task<(SaveResult Result, CustomerInfo? Customer)> AddNumberAsync(int id, CustomerNumberEdit number, string? by, NumberMask mask, CancellationToken cancellationToken) =>
        Masked(await store.AddNumberAsync(id, number, by, cancellationToken), mask);

    /// <summary>The notes of a customer, newest first.</summary>
    public async Task<IReadOnlyList<CustomerNoteInfo>> NotesAsync(int id, int take, NumberMask mask, CancellationToken cancellationToken) =>
        [.. (await journal.NotesAsync(id, take, cancellationToken)).Select(mask.Of)];

    /// <summary>As <see cref="CustomerJournal.AddNoteAsync"/>.</summary>
    public async Task<CustomerNoteInfo?> AddNoteAsync(int id, string text, string author, NumberMask mask, CancellationToken cancellationToken) =>
        await journal.AddNoteAsync(id, text, author, cancellationToken) is { } note ? mask.Of(note) : null;

    /// <summary>Who changed what, newest first.</summary>
    public async Task<IReadOnlyList<CustomerChangeInfo>> ChangesAsync(int id, int take, NumberMask mask, CancellationToken cancellationToken) =>
        [.. (await journal.ChangesAsync(id, take, cancellationToken)).Select(mask.Of)];

    /// <summary>As <see cref="CustomerMerger.FindAsync"/>.</summary>
    public async Task<Paged<DuplicateGroup>> DuplicatesAsync(int skip, int take, NumberMask mask, CancellationToken cancellationToken) =>
        await merger.FindAsync(skip, take, cancellationToken) is var found ? found with { Items = [.. found.Items.Select(mask.Of)] } : found;

    /// <summary>As <see cref="CustomerMerger.LikeAsync"/>.</summary>
    public async Task<IReadOnlyList<CustomerInfo>> LikeAsync(int id, NumberMask mask, CancellationToken cancellationToken) => [.. (await merger.LikeAsync(id, cancellationToken)).Select(mask.Of)];

    /// <summary>As <see cref="CustomerMerger.MergeAsync"/>.</summary>
    public async Task<CustomerInfo?> MergeAsync(int keptId, int goneId, string by, NumberMask mask, CancellationToken cancellationToken) =>
        await merger.MergeAsync(keptId, goneId, by, cancellationToken) is { } kept ? mask.Of(kept) : null;

    /// <summary>As <see cref="NumberHygiene.UnreadableAsync"/>.</summary>
    public async Task<Paged<UnreadableNumber>> UnreadableAsync(int skip, int take, NumberMask mask, CancellationToken cancellationToken) =>
        await hygiene.UnreadableAsync(skip, take, cancellationToken) is var found ? found with { Items = [.. found.Items.Select(mask.Of)] } : found;

    /// <summary>As <see cref="NumberHygiene.SharedAsync"/>.</summary>
    public async Task<Paged<SharedNumber>> SharedAsync(int skip, int take, NumberMask mask, CancellationToken cancellationToken) =>
        await hygiene.SharedAsync(skip, take, cancellationToken) is var found ? found with { Items = [.. found.Items.Select(mask.Of)] } : found;

    private static Paged<CustomerInfo> Masked(Paged<CustomerInfo> found, NumberMask mask) => found with { Items = [.. found.Items.Select(mask.Of)] };

    private static (SaveResult Result, CustomerInfo? Customer) Masked((SaveResult Result, CustomerInfo? Customer) saved, NumberMask mask) =>
        (saved.Result, saved.Customer is { } customer ? mask.Of(customer) : null);
}
