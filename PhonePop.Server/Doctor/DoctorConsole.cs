using System.Text;

namespace PhonePop.Server.Doctor;

/// <summary>The program run as <c>doctor</c>: its console, its Ctrl-C, no log, no server.</summary>
internal static class DoctorConsole
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, DoctorArguments arguments)
    {
        builder.Logging.ClearProviders(); // what the log would say, the checks say
        await using var app = builder.Build();
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler onCancel = (_, pressed) =>
        {
            pressed.Cancel = true; // we end by ourselves, cleanly
            stop.Cancel();
        };
        Console.CancelKeyPress += onCancel;
        try
        {
            var isAscii = Console.IsOutputRedirected || Console.OutputEncoding.CodePage != Encoding.UTF8.CodePage;
            return await app.Services.GetRequiredService<DoctorCommand>().RunAsync(arguments, Console.Out, isAscii, stop.Token);
        }
        finally
        {
            Console.CancelKeyPress -= onCancel;
        }
    }
}
