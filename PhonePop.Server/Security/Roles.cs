namespace PhonePop.Server.Security;

/// <summary>The three roles, and the policies made from them.</summary>
public static class Roles
{
    /// <summary>Sees the calls of their own extension, and the customers.</summary>
    public const string Operator = "Operator";

    /// <summary>Sees all calls, conversations, history and the PBX state.</summary>
    public const string Supervisor = "Supervisor";

    /// <summary>Also manages users, devices, imports and settings.</summary>
    public const string Administrator = "Administrator";

    /// <summary>For <c>[Authorize(Roles = …)]</c>: supervisors and administrators.</summary>
    public const string SupervisorOrAbove = Supervisor + "," + Administrator;
}
