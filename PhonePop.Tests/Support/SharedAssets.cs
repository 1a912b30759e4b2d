namespace PhonePop.Tests.Support;

/// <summary>Everything that the site must serve from wwwroot-shared and from the browser packages: request path to source file.</summary>
static class SharedAssets
{
    public static IReadOnlyDictionary<string, string> All { get; } = Find();

    static Dictionary<string, string> Find()
    {
        var root = Repository.PathOf("wwwroot-shared");
        var packages = Path.Combine(root, "node_modules");
        var assets = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(path => !path.StartsWith("node_modules/", StringComparison.Ordinal) && !path.StartsWith('.') && !path.StartsWith("package", StringComparison.Ordinal))
            .ToDictionary(path => path, path => Path.Combine(root, path));

        assets["lib/signalr.min.js"] = Path.Combine(packages, "@microsoft", "signalr", "dist", "browser", "signalr.min.js");
        foreach (var script in (string[])["latin", "latin-ext", "cyrillic"])
        {
            foreach (var weight in (string[])["300", "400", "500", "600", "700"])
            {
                var name = $"roboto-{script}-{weight}-normal.woff2";
                assets[$"fonts/{name}"] = Path.Combine(packages, "@fontsource", "roboto", "files", name);
            }
        }

        return assets;
    }
}
