namespace PhonePop.Simulator.Pbx;

/// <summary>An operator of the emulated office; the phone is <c>PJSIP/extension</c> (<c>SIP/extension</c> before Asterisk 22), unless there are several.</summary>
public sealed record SimOperator(string Extension, string Name)
{
    /// <summary>The phones, as <c>101</c>, <c>101-soft</c>. All ring; the first is the one that calls out. Default none given: one, named as the extension.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];
}

/// <summary>Settings of an <see cref="EmulatedPbx"/>.</summary>
public sealed record EmulatedPbxOptions
{
    /// <summary>Which Asterisk it speaks like. Default 22.</summary>
    public AsteriskRelease Asterisk { get; init; } = AsteriskRelease.Asterisk22;

    /// <summary>The port on 127.0.0.1. Default 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>The account. Default "phonepop".</summary>
    public string User { get; init; } = "phonepop";

    /// <summary>Its secret.</summary>
    public required string Secret { get; init; }

    /// <summary>Who has a phone here. Default: 100 to 103.</summary>
    public IReadOnlyList<SimOperator> Operators { get; init; } =
        [new("100", "Call Centre"), new("101", "Ivan Petrov"), new("102", "Пётр Сидоров"), new("103", "Olga Smirnova")];

    /// <summary>Queues (all ring-all) with their members' extensions. Default: support with 101, 102, 103.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Queues { get; init; } =
        new Dictionary<string, IReadOnlyList<string>> { ["support"] = ["101", "102", "103"] };

    /// <summary>Which of the queues reach their members through Local channels. Default none.</summary>
    public IReadOnlyCollection<string> LocalQueues { get; init; } = [];

    /// <summary>The line through which the outside world comes, without the technology. Default "trunk-msk".</summary>
    public string Trunk { get; init; } = "trunk-msk";

    /// <summary>Whether queues of Asterisk 11 tell of their members (AgentCalled and so on). Default off, as in reality; later versions always do.</summary>
    public bool EventWhenCalled { get; init; }

    /// <summary>
    /// Whether queues tell each change of a member's phone (QueueMemberStatus). Default off: where messages get lost by a seed, more of them would be other losses.
    /// Asterisk 11 tells nothing even so, as without <c>eventmemberstatus</c>.
    /// </summary>
    public bool MemberEvents { get; init; }

    /// <summary>Whether the account has <c>write = system</c> besides, and so may set filters of events. Default off: the smallest account may not.</summary>
    public bool MayFilter { get; init; }

    /// <summary>The same seed makes the same bridge ids. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Sends VarSet events too, about as many as a real server among its other events. Default off.</summary>
    public bool Noise { get; init; }

    /// <summary>How many messages may wait for a client before it is disconnected. Default 8192.</summary>
    public int ClientQueueLength { get; init; } = 8192;
}
