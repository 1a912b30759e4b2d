using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PhonePop.Server.Data;

/// <summary>SQLite gives times back without a kind, and JSON would then send them without the Z.</summary>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(
    time => time.ToUniversalTime(),
    time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
