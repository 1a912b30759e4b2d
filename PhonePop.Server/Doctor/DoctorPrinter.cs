using System.Text;
using PhonePop.Server.Components.Text;

namespace PhonePop.Server.Doctor;

/// <summary>Writes checks as plain lines: nothing is written over, so that a redirected output reads as well.</summary>
/// <param name="output">Where to.</param>
/// <param name="texts">In which language.</param>
/// <param name="isAscii">Marks in ASCII, for a console or a file that may not know others.</param>
internal sealed class DoctorPrinter(TextWriter output, Texts texts, bool isAscii)
{
    private const int NameWidth = 24;

    /// <summary>A line of its own.</summary>
    public void Say(string text) => output.WriteLine(Clean(text));

    /// <summary>One check with its details. What waits or runs is not worth a line, but for who is to act.</summary>
    public void Print(Check check)
    {
        if (check is { Id: CheckId.Ringing, State: CheckState.Waiting })
        {
            output.WriteLine();
            Say($"{Mark(CheckState.Running)} {texts.DoctorCallNow}");
        }

        if (!check.IsSettled)
        {
            return;
        }

        Say($"{Mark(check.State)} {texts.DoctorCheck(check.Id).PadRight(NameWidth)} {check.Found?.Invoke(texts)}");
        foreach (var line in check.Lines)
        {
            Say($"    {Mark(line.State)} {line.Text(texts)}");
        }

        if (check.Advice is { } advice)
        {
            Say($"    {(check.State == CheckState.Failed ? texts.DoctorWhatToDo + ": " : "")}{advice(texts)}");
        }

        foreach (var line in check.Sample?.Split('\n') ?? [])
        {
            Say("      " + line.TrimEnd('\r'));
        }
    }

    private string Mark(CheckState state) => (state, isAscii) switch
    {
        (CheckState.Ok, false) => "✓",
        (CheckState.Warning, false) => "!",
        (CheckState.Failed, false) => "✗",
        (CheckState.Running, false) => "…",
        (_, false) => "–",
        (CheckState.Ok, true) => "[ok]  ",
        (CheckState.Warning, true) => "[warn]",
        (CheckState.Failed, true) => "[FAIL]",
        (CheckState.Running, true) => "[...] ",
        _ => "[-]   ",
    };

    // Names come from a PBX, and what a terminal obeys is nothing to be printed.
    private static string Clean(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            clean.Append(char.IsControl(c) ? '?' : c);
        }

        return clean.ToString();
    }
}
