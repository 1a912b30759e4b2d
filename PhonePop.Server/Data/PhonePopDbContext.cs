using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace PhonePop.Server.Data;

/// <summary>The database. Made by <see cref="IDbContextFactory{TContext}"/>, one a piece of work.</summary>
public sealed class PhonePopDbContext(DbContextOptions<PhonePopDbContext> options) : IdentityDbContext<AppUser>(options), IDataProtectionKeyContext
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<CustomerNumber> CustomerNumbers => Set<CustomerNumber>();

    public DbSet<CustomerNote> CustomerNotes => Set<CustomerNote>();

    public DbSet<CustomerChange> CustomerChanges => Set<CustomerChange>();

    public DbSet<NumberChoice> NumberChoices => Set<NumberChoice>();

    public DbSet<MergedCustomer> MergedCustomers => Set<MergedCustomer>();

    public DbSet<CallRecord> Calls => Set<CallRecord>();

    public DbSet<OpenCall> OpenCalls => Set<OpenCall>();

    public DbSet<CallExplanation> CallExplanations => Set<CallExplanation>();

    public DbSet<UserChoice> UserChoices => Set<UserChoice>();

    public DbSet<ChosenPresence> ChosenPresences => Set<ChosenPresence>();

    public DbSet<CallWork> CallWork => Set<CallWork>();

    public DbSet<Callback> Callbacks => Set<Callback>();

    public DbSet<MissedConversation> MissedConversations => Set<MissedConversation>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<SeatDevice> SeatDevices => Set<SeatDevice>();

    public DbSet<StoredApiKey> StoredApiKeys => Set<StoredApiKey>();

    public DbSet<OperatorGroup> OperatorGroups => Set<OperatorGroup>();

    public DbSet<GroupGrant> GroupGrants => Set<GroupGrant>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Customer>(customer =>
        {
            customer.Property(c => c.Name).HasMaxLength(200);
            customer.Property(c => c.Company).HasMaxLength(200);
            customer.Property(c => c.Email).HasMaxLength(254);
            customer.Property(c => c.ExternalId).HasMaxLength(100);
            customer.Property(c => c.Version).IsConcurrencyToken();
            customer.HasIndex(c => c.ExternalId);
            customer.HasIndex(c => c.Folded);
            customer.HasIndex(c => c.Company);
            customer.HasMany(c => c.Numbers).WithOne().HasForeignKey(n => n.CustomerId);
        });
        builder.Entity<CustomerNumber>(number =>
        {
            number.Property(n => n.Raw).HasMaxLength(64);
            number.Property(n => n.E164).HasMaxLength(20);
            number.Property(n => n.Key).HasMaxLength(20);
            number.Property(n => n.Label).HasMaxLength(50);

            // Every whole number is found by its last digits, and an index costs an import more than the row. Only the few that cannot be read have one of their own.
            number.HasIndex(n => n.Key);
            number.HasIndex(n => n.E164).HasFilter("\"E164\" IS NULL");
        });
        builder.Entity<CustomerNote>(note =>
        {
            note.Property(n => n.Text).HasMaxLength(4000);
            note.HasIndex(n => new { n.CustomerId, n.At });
        });
        builder.Entity<CustomerChange>().HasIndex(c => new { c.CustomerId, c.At });
        builder.Entity<NumberChoice>(choice =>
        {
            choice.HasKey(c => c.Number);
            choice.Property(c => c.Number).HasMaxLength(20);
            choice.HasIndex(c => c.CustomerId);
        });
        builder.Entity<MergedCustomer>(merged =>
        {
            merged.Property(m => m.Id).ValueGeneratedNever();
            merged.HasIndex(m => m.IntoId);
        });
        builder.Entity<CallRecord>(call =>
        {
            // Each ends with the time, so that the newest of an operator, number, customer, queue or outcome are read in order and without sorting.
            call.HasIndex(c => c.EndedAt);
            call.HasIndex(c => new { c.Extension, c.EndedAt });
            call.HasIndex(c => new { c.CustomerId, c.EndedAt });
            call.HasIndex(c => new { c.NumberKey, c.EndedAt });
            call.HasIndex(c => new { c.ConversationId, c.EndedAt });
            call.HasIndex(c => new { c.Queue, c.EndedAt }).HasFilter("\"Queue\" IS NOT NULL");
            call.HasIndex(c => new { c.Outcome, c.EndedAt });
        });
        builder.Entity<CallExplanation>().HasIndex(c => c.EndedAt);
        builder.Entity<ChosenPresence>().HasKey(p => new { p.Pbx, p.Extension });
        builder.Entity<CallWork>(work =>
        {
            work.HasKey(w => w.CallId);
            work.HasIndex(w => w.ConversationId);
        });
        builder.Entity<Callback>(callback =>
        {
            callback.HasIndex(c => c.EndedAt);
            callback.HasIndex(c => c.LastAt);
        });
        builder.Entity<MissedConversation>(missed =>
        {
            missed.HasKey(m => m.ConversationId);
            missed.HasIndex(m => m.CallbackId);
            missed.HasIndex(m => m.At);
        });
        builder.Entity<AuditEntry>().HasIndex(e => e.At);
        builder.Entity<SeatDevice>().HasKey(d => new { d.Pbx, d.Device });
        builder.Entity<StoredApiKey>().HasIndex(k => k.Name).IsUnique();
        builder.Entity<OperatorGroup>(group =>
        {
            group.Property(g => g.Name).HasMaxLength(100);
            group.HasIndex(g => g.Name).IsUnique();
            group.HasMany(g => g.Seats).WithOne().HasForeignKey(s => s.GroupId);
        });
        builder.Entity<OperatorGroupSeat>().HasKey(s => new { s.GroupId, s.Pbx, s.Extension });
        builder.Entity<GroupGrant>(grant =>
        {
            grant.HasKey(g => new { g.ViewerId, g.GroupId });
            grant.HasOne<OperatorGroup>().WithMany().HasForeignKey(g => g.GroupId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
