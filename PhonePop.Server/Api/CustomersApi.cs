using PhonePop.Server.Customers;

namespace PhonePop.Server.Api;

/// <summary>Customers: search, read, add, change, import.</summary>
internal static class CustomersApi
{
    private const long LargestImport = 512L * 1024 * 1024;

    public static void MapCustomers(this RouteGroupBuilder api)
    {
        var customers = api.MapGroup("/customers").WithTags("Customers");
        customers.MapGet("", SearchAsync).WithSummary("Customers by phone number, or by a text in name, company or number.").Produces<PageDto<CustomerInfo>>();
        customers.MapGet("/{id:int}", GetAsync).WithSummary("One customer.").Produces<CustomerInfo>();
        customers.MapPost("", CreateAsync).WithSummary("Adds a customer.").Produces<CustomerInfo>(StatusCodes.Status201Created);
        customers.MapPut("/{id:int}", UpdateAsync).WithSummary("Replaces a customer; with the version that was read, nobody else's change is lost.").Produces<CustomerInfo>();
        customers.MapPost("/import", ImportAsync).WithSummary("Takes a CSV file, as the body or as a form's file.").Produces<ImportResult>()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestImport));
    }

    private static async Task<IResult> SearchAsync(CustomerStore store, string? q, string? phone, int? page, int? pageSize, CancellationToken cancellationToken)
    {
        if (Paging.Mistake(page, pageSize) is { } mistake)
        {
            return mistake;
        }

        var paging = new Paging(page, pageSize);
        if (phone is not null)
        {
            var matches = await store.FindByNumberAsync(phone, cancellationToken);
            return Results.Ok(new PageDto<CustomerInfo>([.. matches.Skip(paging.Skip).Take(paging.Size)], matches.Count, paging.Page, paging.Size));
        }

        var found = await store.SearchAsync(new CustomerQuery(q, paging.Skip, paging.Size), cancellationToken);
        return Results.Ok(new PageDto<CustomerInfo>(found.Items, found.Total, paging.Page, paging.Size));
    }

    private static async Task<IResult> GetAsync(CustomerStore store, int id, CancellationToken cancellationToken) =>
        await store.GetAsync(id, cancellationToken) is { } customer ? Results.Ok(customer) : NotFound(id);

    private static async Task<IResult> CreateAsync(CustomerStore store, CustomerEdit edit, CancellationToken cancellationToken)
    {
        if (Invalid(edit) is { } problem)
        {
            return problem;
        }

        var customer = await store.CreateAsync(edit, cancellationToken);
        return Results.Created($"/api/v1/customers/{customer.Id}", customer);
    }

    private static async Task<IResult> UpdateAsync(CustomerStore store, int id, CustomerEdit edit, CancellationToken cancellationToken)
    {
        if (Invalid(edit) is { } problem)
        {
            return problem;
        }

        var (result, customer) = await store.UpdateAsync(id, edit, cancellationToken);
        return result switch
        {
            SaveResult.Saved => Results.Ok(customer),
            SaveResult.Conflict => Results.Problem($"Somebody else has changed this customer: it is at version {customer?.Version} now. Read it again.", statusCode: StatusCodes.Status409Conflict),
            _ => NotFound(id),
        };
    }

    // No form binding: that would ask programs for an antiforgery token. A foreign site cannot send the cookie with a post (SameSite).
    private static async Task<IResult> ImportAsync(HttpRequest request, CustomerImport import, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return Results.Ok(await import.RunAsync(request.Body, cancellationToken));
        }

        var form = await request.ReadFormAsync(cancellationToken);
        if (form.Files is not [var file, ..])
        {
            return Results.Problem("The form holds no file.", statusCode: StatusCodes.Status400BadRequest);
        }

        await using var content = file.OpenReadStream();
        return Results.Ok(await import.RunAsync(content, cancellationToken));
    }

    private static IResult NotFound(int id) => Results.Problem($"There is no customer {id}.", statusCode: StatusCodes.Status404NotFound);

    private static IResult? Invalid(CustomerEdit edit)
    {
        var mistakes = CustomerEditRules.Mistakes(edit);
        return mistakes.Count == 0 ? null : Results.ValidationProblem(mistakes.GroupBy(m => m.Field).ToDictionary(g => g.Key, g => g.Select(m => m.Message).ToArray()));
    }
}
