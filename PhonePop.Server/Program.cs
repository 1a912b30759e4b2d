using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using PhonePop.Server.Api;
using PhonePop.Server.Components;
using PhonePop.Server.Configuration;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Doctor;
using PhonePop.Server.Hubs;
using PhonePop.Server.Live;
using PhonePop.Server.Metrics;
using PhonePop.Server.Pbx;
using PhonePop.Server.Personal;
using PhonePop.Server.Presence;
using PhonePop.Server.Recorder;
using PhonePop.Server.Security;
using PhonePop.Server.Work;

if (CommandLine.IsHelp(args))
{
    await Console.Out.WriteLineAsync(CommandLine.Usage);
    return 0;
}

if (CommandLine.Unknown(args) is { } unknown)
{
    return await ServiceManagerExtensions.FailAsync(unknown);
}

var doctor = DoctorArguments.Parse(args);
var isBackup = args is ["backup", ..];
WebApplicationBuilder builder;
try
{
    builder = ServerBuilder.Create(doctor?.Others ?? (isBackup ? [] : args));
}
catch (SettingsException e)
{
    return await ServiceManagerExtensions.FailAsync(e.Message);
}

builder.WebHost.UseStaticWebAssets();
builder.AddPhonePopLogging();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddServiceManager();
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(5)); // what has ended is in the database moments later; a database that is stuck then must not hold the machine
builder.AddPhonePopSettings();
builder.Services.AddPhonePopData();
builder.Services.AddPhonePopSecurity();
builder.Services.AddPhonePopCustomers();
builder.Services.AddPhonePopLive();
builder.Services.AddPhonePopPersonal();
builder.Services.AddPhonePopWork();
builder.Services.AddPhonePopPresence();
builder.Services.AddPhonePopHub();
builder.Services.AddPhonePopRecorder();
builder.Services.AddHostedService<ServerMetrics>();
builder.Services.AddPhonePopPbx();
builder.Services.AddPhonePopApi();
builder.Services.AddPhonePopPages();
builder.Services.AddPhonePopDoctor();
if (doctor is not null)
{
    return await DoctorConsole.RunAsync(builder, doctor);
}

var app = builder.Build();
try
{
    if (isBackup)
    {
        return await new DatabaseBackup(DatabaseLocation.From(app.Configuration, app.Environment.ContentRootPath), TimeProvider.System).RunAsync(args[1..], Console.Out, CancellationToken.None);
    }

    await app.PrepareAsync();
}
catch (Exception e) when (e is SettingsException or DatabaseException)
{
    return await ServiceManagerExtensions.FailAsync(e.Message);
}

app.UseTrustedProxies();
app.UseSecurityHeaders();
app.UsePhonePopProblems();
app.MapPhonePopPages(); // its status pages must stand before who refuses
app.UseRateLimiter();
app.UseOriginCheck();
app.UseAuthentication();
app.UseAccountSessions();
app.UseAuthorization();
app.UseAntiforgery();
app.UsePageDoor();
app.MapStaticAssets().AllowAnonymous();
app.MapAccount();
app.MapPhonePopHub();
app.MapPhonePopApi();
try
{
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is IOException { InnerException: AddressInUseException } or SocketException)
{
    return await ServiceManagerExtensions.FailAsync($"PhonePop cannot listen where ASPNETCORE_URLS or Kestrel__Endpoints say: {e.Message}");
}
