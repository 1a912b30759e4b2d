using PhonePop.Server.Pbx;

namespace PhonePop.Server.Components.Text;

/// <summary>The phones of an extension, as administrators keep them.</summary>
public sealed partial class Texts
{
    public string Devices => Say("Phones of the extension", "Телефоны номера");

    public string DevicesOf(string extension) => Say($"Phones of {extension}", $"Телефоны номера {extension}");

    public string DevicesHint => Say(
        "One a line, as the PBX calls them: PJSIP/101-soft. Only those whose names do not tell the extension anyway. It takes effect at once.",
        "По одному в строке, как их называет АТС: PJSIP/101-soft. Только те, по имени которых номер не понять. Действует сразу.");

    public string DevicesFixed(string devices) => Say($"The configuration gives it these as well, and wins: {devices}", $"Из файла настроек (он важнее): {devices}");

    public string DevicesFind => Say("Ask the PBX for phones that are nobody's", "Спросить у АТС про ничьи телефоны");

    public string DevicesAsking => Say("Asking the PBX…", "Спрашиваем АТС…");

    public string DevicesFound => Say("Nobody's yet; lines to the outside world stand among them:", "Пока ничьи; среди них есть и внешние линии:");

    public string DevicesNoneFound => Say("The PBX tells of no phone that is nobody's.", "АТС не сообщает о ничьих телефонах.");

    public string AddDevice(string device) => Say($"Add {device}", $"Добавить {device}");

    public string DeviceProblem(DeviceProblem problem) => problem.Mistake switch
    {
        DeviceMistake.TakenByUser => Say($"{problem.Device} belongs to {problem.Extension}. Take it away there first.", $"{problem.Device} принадлежит номеру {problem.Extension}. Сначала уберите его там."),
        DeviceMistake.TakenByConfiguration => Say($"The configuration gives {problem.Device} to {problem.Extension}. Change it there.", $"В файле настроек {problem.Device} принадлежит номеру {problem.Extension}. Измените там."),
        DeviceMistake.TooMany => Say($"{problem.Device} is one too many: {SeatDevices.MostDevices} phones at most.", $"{problem.Device} лишний: телефонов не больше {SeatDevices.MostDevices}."),
        _ => Say($"{problem.Device} is no device. It is written as PJSIP/101, without spaces.", $"{problem.Device} не устройство. Пишется так: PJSIP/101, без пробелов."),
    };
}
