namespace PhonePop.Server.Live;

/// <summary>Who sits at an extension. Answers from memory: it is asked on the thread that reads the PBX.</summary>
public interface IOperatorNames
{
    /// <summary>The name for people, or null.</summary>
    string? Find(string pbx, string extension);
}
