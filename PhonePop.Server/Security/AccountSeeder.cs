using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>Roles and first accounts, made at start.</summary>
internal sealed class AccountSeeder(UserManager<AppUser> users, RoleManager<IdentityRole> roles, ILogger<AccountSeeder> logger)
{
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Creates what is missing; what exists is left as it is.</summary>
    public async Task SeedAsync(IEnumerable<UserOptions> wanted, string? onlyPbx)
    {
        foreach (var role in new[] { Roles.Operator, Roles.Supervisor, Roles.Administrator })
        {
            if (!await roles.RoleExistsAsync(role))
            {
                Check(await roles.CreateAsync(new IdentityRole(role)), role);
            }
        }

        foreach (var user in wanted)
        {
            if (await users.FindByNameAsync(user.UserName) is null)
            {
                await CreateAsync(user, user.Extension is null ? null : user.Pbx ?? onlyPbx);
            }
        }
    }

    /// <summary>Without any account nobody could ever come in: an administrator is created.</summary>
    /// <returns>The password, or null where there are accounts.</returns>
    public async Task<string?> CreateFirstAdministratorAsync()
    {
        if (await users.Users.AnyAsync())
        {
            return null;
        }

        var password = RandomNumberGenerator.GetString(PasswordLetters, 16);
        await CreateAsync(new UserOptions { UserName = "admin", Password = password, Role = Roles.Administrator }, null);
        return password;
    }

    private async Task CreateAsync(UserOptions wanted, string? pbx)
    {
        var user = new AppUser { UserName = wanted.UserName, DisplayName = wanted.DisplayName, Extension = wanted.Extension, Pbx = pbx, LockoutEnabled = true };

        // The rules for passwords are for people who choose one; who writes the settings has decided.
        user.PasswordHash = users.PasswordHasher.HashPassword(user, wanted.Password);
        Check(await users.CreateAsync(user), wanted.UserName);
        Check(await users.AddToRoleAsync(user, wanted.Role), wanted.UserName);
        SecurityLog.AccountCreated(logger, wanted.UserName, wanted.Role);
    }

    private static void Check(IdentityResult result, string name)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account {name} could not be created: {string.Join(" ", result.Errors.Select(e => e.Description))}");
        }
    }
}
