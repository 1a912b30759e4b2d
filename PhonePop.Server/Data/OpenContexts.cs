using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace PhonePop.Server.Data;

/// <summary>
/// A few contexts whose connection stays open, for questions that come with each ring: to open one costs as much as the question, and each connection has a cache of
/// its own. For reading alone, without tracking. Who finds all of them in use waits.
/// </summary>
public sealed class OpenContexts(IDbContextFactory<PhonePopDbContext> database) : IDisposable
{
    private const int Most = 4;
    private readonly SemaphoreSlim _free = new(Most);
    private readonly ConcurrentBag<PhonePopDbContext> _idle = [];

    /// <summary>Asks with one of them. After a failure that one is thrown away.</summary>
    public async ValueTask<T> AskAsync<T>(Func<PhonePopDbContext, Task<T>> ask, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var db = _idle.TryTake(out var idle) ? idle : await OpenAsync(cancellationToken);
            try
            {
                var answer = await ask(db);
                _idle.Add(db);
                return answer;
            }
            catch
            {
                await db.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (_idle.TryTake(out var idle))
        {
            idle.Dispose();
        }

        _free.Dispose();
    }

    private async Task<PhonePopDbContext> OpenAsync(CancellationToken cancellationToken)
    {
        var db = await database.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }
}
