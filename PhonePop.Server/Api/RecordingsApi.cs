using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using PhonePop.Server.Recorder;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>What to save: both may be left out.</summary>
internal sealed record RecordingRequest(bool? Scramble, string? Note);

/// <summary>A saved recording, as JSON.</summary>
internal sealed record RecordingDto(string Name, string Pbx, DateTime SavedAt, double? Seconds, bool? Scrambled, string? Note, long AmiBytes, long JsonBytes, string Url)
{
    public static RecordingDto From(SavedRecording r) => new(
        r.Name, r.Pbx, r.SavedAt.UtcDateTime, r.Length?.TotalSeconds, r.Scrambled, r.Note, r.AmiBytes, r.JsonBytes, $"/api/v1/pbxes/{r.Pbx}/recordings/{r.Name}");
}

/// <summary>Recordings of what a PBX sent: for administrators.</summary>
internal static class RecordingsApi
{
    private const int LongestNote = 500;

    public static void MapRecordings(this RouteGroupBuilder api)
    {
        var recordings = api.MapGroup("/pbxes/{pbx}/recordings").WithTags("Recordings").RequireAuthorization(new AuthorizeAttribute { Roles = Roles.Administrator });
        recordings.MapPost("", SaveAsync).WithSummary("Saves the last traffic of a PBX, with scrambled numbers and names unless scramble is false.").Produces<RecordingDto>(StatusCodes.Status201Created);
        recordings.MapGet("", List).WithSummary("The saved recordings, newest first.").Produces<RecordingDto[]>();
        recordings.MapGet("/{file}", DownloadAsync).WithSummary("A recording: name.ami, name.json, or both as name.zip.").Produces<byte[]>(contentType: "application/zip");
        recordings.MapDelete("/{file}", Delete).WithSummary("Removes a recording.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> SaveAsync(
        FlightRecorders recorders, ClaimsPrincipal user, string pbx, bool? scramble, string? note, RecordingRequest? body, ILogger<FlightRecorders> logger, CancellationToken cancellationToken)
    {
        note = body?.Note ?? note;
        if (note is not null && (note.Length > LongestNote || note.Any(char.IsControl)))
        {
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["note"] = [$"One line of at most {LongestNote} characters."] });
        }

        try
        {
            var (result, saved) = await recorders.SaveAsync(pbx, body?.Scramble ?? scramble ?? true, note, Viewer.From(user).Name, cancellationToken);
            return result switch
            {
                SaveRecordingResult.Saved => Results.Created(RecordingDto.From(saved!).Url, RecordingDto.From(saved!)),
                SaveRecordingResult.NoSuchPbx => NoSuchPbx(),
                SaveRecordingResult.Off => Results.Problem("The recorder is switched off: see PhonePop:Recorder:Enabled.", statusCode: StatusCodes.Status409Conflict),
                _ => Results.Problem("Nothing has been recorded of this PBX yet.", statusCode: StatusCodes.Status409Conflict),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RecorderLog.NotSaved(logger, e.Message);
            return Results.Problem("The recording could not be written: is the disk full, or the folder not writable? The log says more.", statusCode: StatusCodes.Status507InsufficientStorage);
        }
    }

    private static IResult List(RecordingStore store, FlightRecorders recorders, string pbx) => recorders.Knows(pbx) ? Results.Ok(store.List(pbx).Select(RecordingDto.From)) : NoSuchPbx();

    private static async Task<IResult> DownloadAsync(RecordingStore store, string pbx, string file, CancellationToken cancellationToken)
    {
        var ending = Path.GetExtension(file) is ".ami" or ".json" or ".zip" ? Path.GetExtension(file) : "";
        if (store.Find(pbx, file[..^ending.Length]) is not { } recording)
        {
            return NoSuchRecording();
        }

        return ending switch
        {
            ".ami" => Results.File(store.Open(recording, ending), "application/octet-stream", recording.Name + ending),
            ".json" => Results.File(store.Open(recording, ending), "application/json", recording.Name + ending),
            _ => Results.File(await store.ZipAsync(recording, cancellationToken), "application/zip", recording.Name + ".zip"),
        };
    }

    private static IResult Delete(RecordingStore store, ClaimsPrincipal user, string pbx, string file, ILogger<FlightRecorders> logger)
    {
        if (store.Find(pbx, file) is not { } recording)
        {
            return NoSuchRecording();
        }

        store.Delete(recording);
        RecorderLog.Removed(logger, Viewer.From(user).Name, recording.Name);
        return Results.NoContent();
    }

    private static IResult NoSuchPbx() => Results.Problem("There is no PBX of this name.", statusCode: StatusCodes.Status404NotFound);

    private static IResult NoSuchRecording() => Results.Problem("There is no recording of this name.", statusCode: StatusCodes.Status404NotFound);
}
