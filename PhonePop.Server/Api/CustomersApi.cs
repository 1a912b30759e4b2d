using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Import;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>A note to write.</summary>
internal sealed record NoteRequest(string Text);

/// <summary>The customer that becomes part of another.</summary>
internal sealed record MergeRequest(int From);

/// <summary>Customers: search, read, add, change, import.</summary>
internal static class CustomersApi
{
    private const int LargestUpload = CsvFile.LargestFile + (64 * 1024); // with what a form puts around it

    public static void MapCustomers(this RouteGroupBuilder api)
    {
        var customers = api.MapGroup("/customers").WithTags("Customers");
        customers.MapGet("", SearchAsync).WithSummary("Customers by phone number, or by a text in name, company or number.").Produces<PageDto<CustomerInfo>>();
        customers.MapGet("/{id:int}", GetAsync).WithSummary("One customer.").Produces<CustomerInfo>();
        customers.MapPost("", CreateAsync).WithSummary("Adds a customer.").Produces<CustomerInfo>(StatusCodes.Status201Created);
        customers.MapPut("/{id:int}", UpdateAsync).WithSummary("Replaces a customer; with the version that was read, nobody else's change is lost.").Produces<CustomerInfo>();
        customers.MapPost("/{id:int}/numbers", AddNumberAsync).WithSummary("Adds one number; nobody else's change is lost.").Produces<CustomerInfo>();
        customers.MapGet("/{id:int}/notes", NotesAsync).WithSummary("What people wrote on the card, newest first.").Produces<CustomerNoteInfo[]>();
        customers.MapPost("/{id:int}/notes", AddNoteAsync).WithSummary("Writes a note on the card.").Produces<CustomerNoteInfo>(StatusCodes.Status201Created);
        customers.MapGet("/{id:int}/changes", ChangesAsync).WithSummary("Who changed what, newest first.").Produces<CustomerChangeInfo[]>();
        var supervision = customers.MapGroup("").RequireAuthorization(SecurityExtensions.SupervisorPolicy);
        supervision.MapGet("/duplicates", DuplicatesAsync).WithSummary("Customers who may be one: the same number, or the same name at the same company.").Produces<PageDto<DuplicateGroup>>();
        supervision.MapPost("/{id:int}/merge", MergeAsync).WithSummary("Makes one customer of two; this one is kept.").Produces<CustomerInfo>();
        supervision.MapGet("/unreadable-numbers", UnreadableAsync).WithSummary("Numbers that cannot be read: without E.164.").Produces<PageDto<UnreadableNumber>>();
        supervision.MapGet("/shared-numbers", SharedAsync).WithSummary("Numbers that several customers have and that are no company's line.").Produces<PageDto<SharedNumber>>();
        customers.MapPost("/import", ImportAsync).WithSummary("Takes a CSV file, as the body or as a form's file.").Produces<ImportResult>()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestUpload));
        customers.MapGroup("").RequireAuthorization(new AuthorizeAttribute { Roles = Roles.Administrator }).MapGet("/imports/{job}/report", Report).WithSummary("The rows of an import that were left out or changed a customer, as CSV; English or Russian, as Accept-Language or the page's language says.").Produces<string>(contentType: "text/csv");
    }

    private static async Task<IResult> SearchAsync(ShownCustomers store, ClaimsPrincipal user, string? q, string? phone, int? page, int? pageSize, CancellationToken cancellationToken)
    {
        if (Paging.Mistake(page, pageSize) is { } mistake)
        {
            return mistake;
        }

        var (paging, mask) = (new Paging(page, pageSize), Mask(user));
        if (phone is not null)
        {
            var matches = await store.FindByNumberAsync(phone, mask, cancellationToken);
            return Results.Ok(new PageDto<CustomerInfo>([.. matches.Skip(paging.Skip).Take(paging.Size)], matches.Count, paging.Page, paging.Size));
        }

        var found = await store.SearchAsync(new CustomerQuery(q, paging.Skip, paging.Size), mask, cancellationToken);
        return Results.Ok(new PageDto<CustomerInfo>(found.Items, found.Total, paging.Page, paging.Size));
    }

    private static async Task<IResult> GetAsync(ShownCustomers store, ClaimsPrincipal user, int id, CancellationToken cancellationToken) =>
        await store.GetAsync(id, Mask(user), cancellationToken) is { } customer ? Results.Ok(customer)
        : await store.MergedIntoAsync(id, cancellationToken) is { } into ? Results.LocalRedirect($"/api/v1/customers/{into}", permanent: true)
        : NotFound(id);

    private static async Task<IResult> CreateAsync(ShownCustomers store, ClaimsPrincipal user, CustomerEdit edit, CancellationToken cancellationToken)
    {
        if (Invalid(edit) is { } problem)
        {
            return problem;
        }

        var customer = await store.CreateAsync(edit with { By = Viewer.From(user).Name }, Mask(user), cancellationToken);
        return Results.Created($"/api/v1/customers/{customer.Id}", customer);
    }

    private static async Task<IResult> UpdateAsync(ShownCustomers store, ClaimsPrincipal user, int id, CustomerEdit edit, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user);
        edit = await store.MeantAsync(id, edit, null, viewer.Mask, cancellationToken);
        if (Invalid(edit) is { } problem)
        {
            return problem;
        }

        var (result, customer) = await store.UpdateAsync(id, edit with { By = viewer.Name }, viewer.Mask, cancellationToken);
        return result switch
        {
            SaveResult.Saved => Results.Ok(customer),
            SaveResult.Conflict => Results.Problem($"Somebody else has changed this customer: it is at version {customer?.Version} now. Read it again.", statusCode: StatusCodes.Status409Conflict),
            _ => NotFound(id),
        };
    }

    private static async Task<IResult> AddNumberAsync(ShownCustomers store, ClaimsPrincipal user, int id, CustomerNumberEdit number, CancellationToken cancellationToken)
    {
        if (Invalid(new CustomerEdit { Name = "-", Numbers = [number] }) is { } problem)
        {
            return problem;
        }

        var (result, customer) = await store.AddNumberAsync(id, number, Viewer.From(user).Name, Mask(user), cancellationToken);
        return result == SaveResult.Saved ? Results.Ok(customer) : NotFound(id);
    }

    private static async Task<IResult> NotesAsync(ShownCustomers store, ClaimsPrincipal user, int id, CancellationToken cancellationToken) => Results.Ok(await store.NotesAsync(id, 500, Mask(user), cancellationToken));

    private static async Task<IResult> AddNoteAsync(ShownCustomers store, ClaimsPrincipal user, int id, NoteRequest note, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(note.Text) || note.Text.Length > CustomerJournal.LongestNote)
        {
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["text"] = [$"From 1 to {CustomerJournal.LongestNote} characters."] });
        }

        return await store.AddNoteAsync(id, note.Text, Viewer.From(user).Name, Mask(user), cancellationToken) is { } added ? Results.Created($"/api/v1/customers/{id}/notes", added) : NotFound(id);
    }

    private static async Task<IResult> ChangesAsync(ShownCustomers store, ClaimsPrincipal user, int id, CancellationToken cancellationToken) => Results.Ok(await store.ChangesAsync(id, 500, Mask(user), cancellationToken));

    private static async Task<IResult> MergeAsync(ShownCustomers store, ClaimsPrincipal user, int id, MergeRequest request, CancellationToken cancellationToken) =>
        request.From == id
            ? Results.ValidationProblem(new Dictionary<string, string[]> { ["from"] = ["Another customer is needed."] })
            : await store.MergeAsync(id, request.From, Viewer.From(user).Name, Mask(user), cancellationToken) is { } kept ? Results.Ok(kept) : Results.Problem("One of the two customers does not exist.", statusCode: StatusCodes.Status404NotFound);

    private static Task<IResult> DuplicatesAsync(ShownCustomers store, ClaimsPrincipal user, int? page, int? pageSize, CancellationToken cancellationToken) =>
        PageAsync(page, pageSize, (skip, take, stop) => store.DuplicatesAsync(skip, take, Mask(user), stop), cancellationToken);

    private static Task<IResult> UnreadableAsync(ShownCustomers store, ClaimsPrincipal user, int? page, int? pageSize, CancellationToken cancellationToken) =>
        PageAsync(page, pageSize, (skip, take, stop) => store.UnreadableAsync(skip, take, Mask(user), stop), cancellationToken);

    private static Task<IResult> SharedAsync(ShownCustomers store, ClaimsPrincipal user, int? page, int? pageSize, CancellationToken cancellationToken) =>
        PageAsync(page, pageSize, (skip, take, stop) => store.SharedAsync(skip, take, Mask(user), stop), cancellationToken);

    private static async Task<IResult> PageAsync<T>(int? page, int? pageSize, Func<int, int, CancellationToken, Task<Paged<T>>> read, CancellationToken cancellationToken)
    {
        if (Paging.Mistake(page, pageSize) is { } mistake)
        {
            return mistake;
        }

        var paging = new Paging(page, pageSize);
        var found = await read(paging.Skip, paging.Size, cancellationToken);
        return Results.Ok(new PageDto<T>(found.Items, found.Total, paging.Page, paging.Size));
    }

    // No form binding: that would ask programs for an antiforgery token. A foreign site cannot send the cookie with a post (SameSite).
    private static async Task<IResult> ImportAsync(HttpRequest request, ClaimsPrincipal user, CustomerImport import, CancellationToken cancellationToken)
    {
        try
        {
            if (!request.HasFormContentType)
            {
                return Results.Ok(Shown(await import.RunAsync(request.Body, Viewer.From(user).Name, cancellationToken), user));
            }

            var form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = LargestUpload }, cancellationToken);
            if (form.Files is not [var file, ..])
            {
                return Results.Problem("The form holds no file.", statusCode: StatusCodes.Status400BadRequest);
            }

            await using var content = file.OpenReadStream();
            return Results.Ok(Shown(await import.RunAsync(content, Viewer.From(user).Name, cancellationToken), user));
        }
        catch (InvalidDataException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status413PayloadTooLarge);
        }
    }

    // The mark tells a spreadsheet that it is UTF-8.
    private static IResult Report(ImportJobs jobs, Texts texts, string job) => jobs.Find(job) is { } found
        ? Results.File(Encoding.UTF8.GetBytes("\uFEFF" + found.Report(texts.ImportReport)), "text/csv; charset=utf-8", "import-report.csv")
        : Results.Problem("There is no such import, or it was long ago.", statusCode: StatusCodes.Status404NotFound);

    // The names of customers who were there before: the rest is what the asker sent.
    private static ImportResult Shown(ImportResult result, ClaimsPrincipal user) => result with { Repeats = [.. result.Repeats.Select(r => r with { Name = Mask(user).Text(r.Name)! })] };

    private static NumberMask Mask(ClaimsPrincipal user) => Viewer.From(user).Mask;

    private static IResult NotFound(int id) => Results.Problem($"There is no customer {id}.", statusCode: StatusCodes.Status404NotFound);

    private static IResult? Invalid(CustomerEdit edit)
    {
        var mistakes = CustomerEditRules.Mistakes(edit);
        return mistakes.Count == 0 ? null : Results.ValidationProblem(mistakes.GroupBy(m => m.Field).ToDictionary(g => g.Key, g => g.Select(m => m.Message).ToArray()));
    }
}
