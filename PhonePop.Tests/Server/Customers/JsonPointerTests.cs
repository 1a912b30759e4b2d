using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Server.Customers.Lookups;

namespace PhonePop.Tests.Server.Customers;

public sealed class JsonPointerTests
{
    // The examples of RFC 6901, section 5, as far as they are not about encoding.
    private const string Document = """{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3," ":7,"m~n":8,"nothing":null}""";

    [Theory]
    [InlineData("/foo/0", "bar")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    [InlineData("/foo/2", null)]
    [InlineData("/foo/-1", null)]
    [InlineData("/foo/bar", null)]
    [InlineData("/nothing", null)]
    [InlineData("/a~1b/further", null)]
    public void Finds_what_stands_there(string path, string? expected)
    {
        using var document = JsonDocument.Parse(Document);

        JsonPointer.Find(document.RootElement, path)?.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("/a/~01", true)]
    [InlineData("a", false)]
    [InlineData("/a~2", false)]
    [InlineData("/a~", false)]
    public void Knows_a_pointer(string text, bool isOne) => JsonPointer.IsValid(text).Should().Be(isOne);
}
