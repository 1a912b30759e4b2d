namespace PhonePop.Simulator.Pbx;

/// <summary>Which Asterisk the emulated PBX speaks like.</summary>
public enum AsteriskRelease
{
    /// <summary>11.15.1 with chan_sip: the old events, with links in pairs and masquerades.</summary>
    Asterisk11,

    /// <summary>13.38.3 with chan_sip: the new events, with bridges.</summary>
    Asterisk13,

    /// <summary>22.10.1 with PJSIP.</summary>
    Asterisk22,
}
