using System.Globalization;
using System.Text;

namespace PhonePop.Simulator.Wire;

/// <summary>
/// Writes one message. A value may hold anything but a line end: that would be another header, so each CR or LF becomes a space,
/// as Asterisk's own escaping does. Everything else, quotes, colons and markup in names, goes out as it is.
/// </summary>
internal sealed class AmiText
{
    private readonly StringBuilder _text = new();

    public static AmiText Event(string name, string privilege) => new AmiText().Add("Event", name).Add("Privilege", privilege + ",all");

    /// <summary>A row of a list: an event that answers an action, without a privilege.</summary>
    public static AmiText Row(string name, string actionId) => new AmiText().Add("Event", name).AddActionId(actionId);

    public static AmiText Response(string response, string actionId) => new AmiText().Add("Response", response).AddActionId(actionId);

    public static AmiText Success(string actionId, string message) => Response("Success", actionId).Add("Message", message);

    public static AmiText Error(string actionId, string message) => Response("Error", actionId).Add("Message", message);

    /// <summary>The answer that announces rows.</summary>
    public static AmiText ListStart(string actionId, string message) =>
        Response("Success", actionId).Add("EventList", "start").Add("Message", message);

    /// <summary>The event that ends a list of <paramref name="items"/> rows.</summary>
    public static AmiText ListEnd(string name, string actionId, int items) =>
        Row(name, actionId).Add("EventList", "Complete").Add("ListItems", items);

    public AmiText Add(string key, string value)
    {
        _text.Append(key).Append(": ").Append(value.AsSpan().ContainsAny('\r', '\n') ? value.Replace('\r', ' ').Replace('\n', ' ') : value).Append("\r\n");
        return this;
    }

    public AmiText Add(string key, int value) => Add(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The bytes with the empty line that ends a message.</summary>
    /// <param name="encoding">UTF-8, or Latin-1 to give back recorded bytes unchanged.</param>
    public byte[] ToBytes(Encoding? encoding = null) => (encoding ?? Encoding.UTF8).GetBytes(_text + "\r\n");

    /// <summary>The message without the empty line that ends it.</summary>
    public override string ToString() => _text.ToString();

    // An action without ActionID is answered without one.
    private AmiText AddActionId(string actionId) => actionId.Length == 0 ? this : Add("ActionID", actionId);
}
