using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using PhonePop.Server.Data;

namespace PhonePop.Server.Api;

/// <summary>A database that takes nothing at the moment is no fault of the request: programs are told why in a problem document.</summary>
internal sealed class DatabaseTroubleHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (DatabaseTroubles.Of(exception) is not { } trouble)
        {
            return false;
        }

        var (status, detail) = trouble switch
        {
            DatabaseTrouble.Full => (StatusCodes.Status507InsufficientStorage, "The server's disk is full: nothing was saved. Send it again when there is room."),
            DatabaseTrouble.Busy => (StatusCodes.Status503ServiceUnavailable, "The database is busy: nothing was saved. Send it again in a moment."),
            _ => (StatusCodes.Status503ServiceUnavailable, "The server cannot use its database at the moment: nothing was saved. Send it again later."),
        };
        context.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = new ProblemDetails { Status = status, Detail = detail } });
    }
}
