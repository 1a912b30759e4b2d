using System.Diagnostics;
using Tmds.DBus.Protocol;

namespace PhonePop.Tests.Support;

/// <summary>What a program asked the desktop to show.</summary>
/// <param name="Id">The desktop's number for it; a replacement keeps the number.</param>
/// <param name="Summary">The title.</param>
/// <param name="Body">The text; Chromium puts the site's address and an empty line before ours.</param>
/// <param name="Actions">Keys and labels, in turn.</param>
/// <param name="Replaces">The number of the notification that it replaces; 0 for a new one.</param>
/// <param name="HasIcon">True when it comes with a picture of its own.</param>
public sealed record DesktopNotification(uint Id, string Summary, string Body, IReadOnlyList<string> Actions, uint Replaces, bool HasIcon)
{
    /// <summary>When the desktop was asked, as <see cref="Stopwatch"/> counts.</summary>
    public long At { get; } = Stopwatch.GetTimestamp();
}

/// <summary>A real org.freedesktop.Notifications server on a private bus: remembers what it was asked to show, and clicks for the user.</summary>
public sealed class NotificationDaemon : IPathMethodHandler, IDisposable
{
    const string Name = "org.freedesktop.Notifications";
    const string ObjectPath = "/org/freedesktop/Notifications";
    const uint ClosedByUser = 2;
    const uint ClosedByCall = 3;

    static readonly TimeSpan Patience = Until.Patience;

    readonly DBusConnection _bus;
    readonly Lock _gate = new();
    readonly List<DesktopNotification> _shown = [];
    readonly HashSet<uint> _withdrawn = [];
    TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    uint _last;

    NotificationDaemon(DBusConnection bus) => _bus = bus;

    string IPathMethodHandler.Path => ObjectPath;

    bool IPathMethodHandler.HandlesChildPaths => false;

    /// <summary>Takes the well-known name on the bus at <paramref name="address"/>.</summary>
    public static async Task<NotificationDaemon> StartAsync(string address)
    {
        var bus = new DBusConnection(address);
        await bus.ConnectAsync();
        var daemon = new NotificationDaemon(bus);
        bus.AddMethodHandler(daemon);
        await bus.RequestNameAsync(Name, RequestNameOptions.Default);
        return daemon;
    }

    /// <summary>Everything that was shown under this title, replacements included, oldest first.</summary>
    public IReadOnlyList<DesktopNotification> All(string summary)
    {
        lock (_gate)
        {
            return [.. _shown.Where(n => n.Summary == summary)];
        }
    }

    /// <summary>Waits until something is shown under this title, and gives the latest.</summary>
    public Task<DesktopNotification> ShownAsync(string summary, CancellationToken cancellationToken) =>
        UntilAsync(() => _shown.LastOrDefault(n => n.Summary == summary), $"'{summary}' was not shown", cancellationToken);

    /// <summary>Waits until the program itself has withdrawn a notification.</summary>
    public Task WithdrawnAsync(uint id, CancellationToken cancellationToken) =>
        UntilAsync(() => _withdrawn.Contains(id) ? "yes" : null, $"notification {id} was not withdrawn", cancellationToken);

    /// <summary>The user clicks the notification, or one of its buttons; like GNOME, KDE and dunst, this closes it.</summary>
    public void Click(uint id, string action = "default")
    {
        using (var writer = _bus.GetMessageWriter())
        {
            writer.WriteSignalHeader(null, ObjectPath, Name, "ActionInvoked", "us");
            writer.WriteUInt32(id);
            writer.WriteString(action);
            _bus.TrySendMessage(writer.CreateMessage());
        }

        SignalClosed(id, ClosedByUser);
    }

    /// <summary>The user closes the notification.</summary>
    public void Close(uint id) => SignalClosed(id, ClosedByUser);

    public void Dispose() => _bus.Dispose();

    ValueTask IPathMethodHandler.HandleMethodAsync(MethodContext context)
    {
        switch (context.Request.MemberAsString)
        {
            case "GetCapabilities":
                Reply(context, "as", (ref MessageWriter w) => w.WriteArray((string[])["actions", "body", "body-markup", "persistence"]));
                break;
            case "GetServerInformation":
                Reply(context, "ssss", (ref MessageWriter w) =>
                {
                    w.WriteString("PhonePop tests");
                    w.WriteString("PhonePop");
                    w.WriteString("1.0");
                    w.WriteString("1.2");
                });
                break;
            case "Notify":
                // The program must know the number before the test can click on it.
                var notification = Read(context.Request.GetBodyReader());
                Reply(context, "u", (ref MessageWriter w) => w.WriteUInt32(notification.Id));
                Tell(() => _shown.Add(notification));
                break;
            case "CloseNotification":
                var closed = context.Request.GetBodyReader().ReadUInt32();
                Reply(context, null, (ref MessageWriter _) => { });
                SignalClosed(closed, ClosedByCall);
                Tell(() => _withdrawn.Add(closed));
                break;
            default:
                context.ReplyUnknownMethodError();
                break;
        }

        return default;
    }

    delegate void WriteBody(ref MessageWriter writer);

    static void Reply(MethodContext context, string? signature, WriteBody body)
    {
        var writer = context.CreateReplyWriter(signature);
        body(ref writer);
        context.Reply(writer.CreateMessage());
        writer.Dispose();
    }

    DesktopNotification Read(Reader reader)
    {
        reader.ReadString();
        var replaces = reader.ReadUInt32();
        reader.ReadString();
        var summary = reader.ReadString();
        var body = reader.ReadString();
        var actions = reader.ReadArrayOfString();
        var hasIcon = reader.ReadDictionaryOfStringToVariantValue().ContainsKey("image-path");
        var id = replaces != 0 ? replaces : Interlocked.Increment(ref _last);
        return new DesktopNotification(id, summary, body, actions, replaces, hasIcon);
    }

    void SignalClosed(uint id, uint reason)
    {
        using var writer = _bus.GetMessageWriter();
        writer.WriteSignalHeader(null, ObjectPath, Name, "NotificationClosed", "uu");
        writer.WriteUInt32(id);
        writer.WriteUInt32(reason);
        _bus.TrySendMessage(writer.CreateMessage());
    }

    void Tell(Action change)
    {
        lock (_gate)
        {
            change();
            _news.TrySetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    async Task<T> UntilAsync<T>(Func<T?> look, string otherwise, CancellationToken cancellationToken)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (look() is { } found)
                {
                    return found;
                }

                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                lock (_gate)
                {
                    throw new TimeoutException($"{otherwise}; shown so far: {string.Join(", ", _shown.Select(n => n.Summary))}");
                }
            }
        }
    }
}
