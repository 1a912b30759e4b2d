using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Architecture;

/// <summary>A browser reads a broken style sheet without a word. A brace that is lost when two changes meet takes all rules after it along.</summary>
public sealed class StyleSheetTests
{
    [Fact]
    public void No_rule_stands_inside_one_that_was_not_closed()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("wwwroot-shared", "css"), "*.css"))
        {
            var (depth, number) = (0, 0);
            foreach (var line in File.ReadLines(file))
            {
                number++;
                (depth > 0 && line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '}').Should().BeFalse("line {0} of {1} begins at the margin", number, Path.GetFileName(file));
                depth += line.Count(c => c == '{') - line.Count(c => c == '}');
            }

            depth.Should().Be(0, "of {0}", Path.GetFileName(file));
        }
    }
}
