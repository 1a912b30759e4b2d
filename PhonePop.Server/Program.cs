var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = published ? AppContext.BaseDirectory : null });
builder.WebHost.UseStaticWebAssets();

var app = builder.Build();
app.MapStaticAssets();
app.Run();
