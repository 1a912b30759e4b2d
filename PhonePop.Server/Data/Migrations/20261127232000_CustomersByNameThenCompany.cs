using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhonePop.Server.Data.Migrations
{
    /// <summary>A line break instead of the space between name and company: "Ada Lovell" of any company stands before "Ada Lovell E."</summary>
    public partial class CustomersByNameThenCompany : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            Replace(migrationBuilder, " ", "char(10)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Replace(migrationBuilder, "\n", "' '");
        }

        // Without its index, which an import that was broken off may have taken away: with a million customers it takes a third of the time.
        private static void Replace(MigrationBuilder migrationBuilder, string from, string to)
        {
            migrationBuilder.Sql("DROP INDEX IF EXISTS \"IX_Customers_Folded\"");
            migrationBuilder.Sql(Between(from, to));
            migrationBuilder.CreateIndex(name: "IX_Customers_Folded", table: "Customers", column: "Folded");
        }

        // Folding keeps the count of letters and makes one space of several, so the place between the two can be counted; a row where the counts do not agree stays as it is.
        private static string Between(string from, string to) =>
            $"""
             UPDATE "Customers" SET "Folded" = substr("Folded", 1, {Length("Name")}) || {to} || substr("Folded", {Length("Name")} + 2)
             WHERE "Company" IS NOT NULL AND substr("Folded", {Length("Name")} + 1, 1) = '{from}' AND length("Folded") = {Length("Name")} + 1 + {Length("Company")}
             """;

        private static string Length(string column) =>
            $"""length(replace(replace(replace(replace(replace(replace("{column}", char(9), ' '), char(10), ' '), char(13), ' '), ' ', char(1, 2)), char(2, 1), ''), char(1, 2), ' '))""";
    }
}
