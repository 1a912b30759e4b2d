using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhonePop.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class CustomersByCompany : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Customers_Company",
                table: "Customers",
                column: "Company");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_Company",
                table: "Customers");
        }
    }
}
